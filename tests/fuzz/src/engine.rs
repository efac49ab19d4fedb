//! Inputs from seeds, the smallest that fails, and figures.

use std::fmt::{self, Debug};
use std::time::Duration;

use proptest::strategy::{BoxedStrategy, Strategy, ValueTree};
use proptest::test_runner::{Config, RngSeed, TestRunner};

/// How many tries a failing input is made smaller in.
const SHRINKS: usize = 400;

/// Something that takes inputs.
pub trait Target: Sized {
    /// Its word on the command line and in the figures.
    const NAME: &'static str;
    /// What it takes.
    type Input: Clone + Debug + 'static;

    /// Every input, the honest one now and then.
    fn inputs() -> BoxedStrategy<Self::Input>;

    /// Tries an input, and compares what happened with what may happen.
    ///
    /// # Errors
    /// What must not happen and did, in words; a value that was sent is not repeated.
    fn probe(&mut self, input: &Self::Input) -> impl Future<Output = Result<Probe, String>>;
}

/// What became of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Nothing came of it.
    Refused,
    /// It was accepted, as the oracle says it may.
    Accepted,
}

/// An input that was tried.
#[derive(Clone, Copy, Debug)]
pub struct Probe {
    /// What became of it.
    pub end: End,
    /// How long the backend's thread was at work.
    pub took: Duration,
}

/// An input that must not do what it did.
#[derive(Debug)]
pub struct Broken {
    /// Where.
    pub target: &'static str,
    /// Gives the input again.
    pub seed: u64,
    /// The smallest input that was found.
    pub input: String,
    /// What it did.
    pub why: String,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: {}\nsmallest input: {}\nagain: cargo xtask fuzz --target {} --seed {}",
            self.target, self.why, self.input, self.target, self.seed
        )
    }
}

/// What a run came to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Figures {
    /// Inputs tried.
    pub inputs: u64,
    /// Those accepted, each rightly: one that is not ends the run.
    pub accepted: u64,
    /// The longest that the backend's thread was at work on one.
    pub slowest: Duration,
    /// The seed of that one.
    pub slowest_seed: u64,
}

impl Figures {
    fn add(&mut self, seed: u64, probe: Probe) {
        self.inputs += 1;
        self.accepted += u64::from(probe.end == End::Accepted);
        if probe.took > self.slowest {
            (self.slowest, self.slowest_seed) = (probe.took, seed);
        }
    }
}

/// Says which input it was when something panics in this thread: a panic takes the probe's own words with it.
struct Witness(&'static str, u64);

impl Drop for Witness {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("panicked at: --target {} --seed {}", self.0, self.1);
        }
    }
}

/// Tries the inputs of these seeds, one after the other.
///
/// # Errors
/// [`Broken`]: the first input that does what it must not, made as small as can be.
pub async fn run<T: Target>(
    target: &mut T,
    seeds: impl IntoIterator<Item = u64>,
    figures: &mut Figures,
) -> Result<(), Broken> {
    let inputs = T::inputs();
    for seed in seeds {
        let _witness = Witness(T::NAME, seed);
        let mut runner = runner(seed);
        let mut tree = inputs.new_tree(&mut runner).map_err(|why| Broken {
            target: T::NAME,
            seed,
            input: String::new(),
            why: why.to_string(),
        })?;
        match target.probe(&tree.current()).await {
            Ok(probe) => figures.add(seed, probe),
            Err(why) => return Err(smallest(target, seed, &mut *tree, why).await),
        }
    }
    Ok(())
}

fn runner(seed: u64) -> TestRunner {
    TestRunner::new(Config {
        rng_seed: RngSeed::Fixed(seed),
        failure_persistence: None,
        ..Config::default()
    })
}

/// The input of a seed, in words.
pub fn show<T: Target>(seed: u64) -> String {
    let tree = T::inputs().new_tree(&mut runner(seed));
    tree.map_or_else(
        |why| why.to_string(),
        |tree| format!("{:?}", tree.current()),
    )
}

async fn smallest<T: Target>(
    target: &mut T,
    seed: u64,
    tree: &mut dyn ValueTree<Value = T::Input>,
    why: String,
) -> Broken {
    let mut found = (tree.current(), why);
    let mut further = tree.simplify();
    for _ in 0..SHRINKS {
        if !further {
            break;
        }
        further = match target.probe(&tree.current()).await {
            Err(why) => {
                found = (tree.current(), why);
                tree.simplify()
            }
            Ok(_) => tree.complicate(),
        };
    }
    Broken {
        target: T::NAME,
        seed,
        input: format!("{:?}", found.0),
        why: found.1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Breaks on every number over a thousand.
    struct Thousand(Vec<u32>);

    impl Target for Thousand {
        const NAME: &'static str = "thousand";
        type Input = u32;

        fn inputs() -> BoxedStrategy<u32> {
            (0..100_000_u32).boxed()
        }

        async fn probe(&mut self, input: &u32) -> Result<Probe, String> {
            self.0.push(*input);
            if *input > 1000 {
                return Err("too much".to_owned());
            }
            Ok(Probe {
                end: End::Refused,
                took: Duration::from_micros(1),
            })
        }
    }

    #[tokio::test]
    async fn a_seed_gives_the_same_input_and_the_smallest_that_fails_is_told() {
        let mut seen = Vec::new();
        for _ in 0..2 {
            let mut target = Thousand(Vec::new());
            let mut figures = Figures::default();
            let broken = run(&mut target, [3], &mut figures).await.unwrap_err();
            assert_eq!((broken.seed, broken.input.as_str()), (3, "1001"));
            assert!(
                broken
                    .to_string()
                    .ends_with("cargo xtask fuzz --target thousand --seed 3")
            );
            seen.push(target.0[0]);
        }
        assert_eq!(seen[0], seen[1]);
    }
}
