//! `cargo xtask fuzz`: every target in turn, for as many minutes as asked for; or one input again, by its seed.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use fuzz::targets::{callback, configuration, go, origins, redeem, return_url, stet};
use fuzz::{Broken, Figures, Target, engine};

/// No reading takes longer than this.
const LONGEST: Duration = Duration::from_millis(50);
/// How long one target is at it before the next.
const TURN: Duration = Duration::from_secs(5);
/// Seeds between two looks at the clock.
const STEP: u64 = 16;

/// Panics, wherever they were caught.
static PANICS: AtomicU64 = AtomicU64::new(0);

/// What is asked for.
struct Asked {
    minutes: f64,
    target: Option<String>,
    seed: Option<u64>,
}

impl Asked {
    fn read(words: &[String]) -> Option<Self> {
        let mut asked = Self {
            minutes: 1.0,
            target: None,
            seed: None,
        };
        for pair in words.chunks(2) {
            match pair {
                [flag, value] if flag == "--minutes" => asked.minutes = value.parse().ok()?,
                [flag, value] if flag == "--target" => asked.target = Some(value.clone()),
                [flag, value] if flag == "--seed" => asked.seed = Some(value.parse().ok()?),
                _ => return None,
            }
        }
        let known = |name: &String| NAMES.contains(&name.as_str());
        let sensible = asked.minutes > 0.0 && asked.minutes < 10_000.0;
        (sensible && asked.target.as_ref().is_none_or(known)).then_some(asked)
    }
}

macro_rules! targets {
    ($($module:ident::$kind:ident),*) => {
        const NAMES: &[&str] = &[$($module::$kind::NAME),*];

        /// All targets, each with its figures.
        struct All { $($module: ($module::$kind, Figures)),* }

        impl All {
            async fn new() -> Result<Self, String> {
                Ok(Self { $($module: (targets!(@new $module $kind), Figures::default())),* })
            }

            /// A turn of each that is wanted.
            async fn turn(&mut self, asked: &Asked, next: &mut u64, end: Instant) -> Result<(), Broken> {
                $(
                    let (target, figures) = &mut self.$module;
                    let wanted = asked.target.as_deref().is_none_or(|name| name == $module::$kind::NAME);
                    if wanted {
                        turn(target, asked.seed, next, end, figures).await?;
                    }
                )*
                Ok(())
            }

            fn figures(&self) -> Vec<(&'static str, Figures)> {
                vec![$(($module::$kind::NAME, self.$module.1)),*]
            }
        }
    };
    (@new configuration $kind:ident) => { configuration::$kind::new()? };
    (@new $module:ident $kind:ident) => { $module::$kind::new().await? };
}

targets! {
    callback::Callback, go::Go, redeem::Redeem, origins::Origins, return_url::ReturnUrl,
    configuration::Configuration, stet::Stet
}

async fn turn<T: Target>(
    target: &mut T,
    seed: Option<u64>,
    next: &mut u64,
    end: Instant,
    figures: &mut Figures,
) -> Result<(), Broken> {
    if let Some(seed) = seed {
        println!("{}: {}", T::NAME, engine::show::<T>(seed));
        return engine::run(target, [seed], figures).await;
    }
    let end = end.min(Instant::now() + TURN);
    while Instant::now() < end {
        let begin = *next;
        *next = begin.wrapping_add(STEP);
        engine::run(
            target,
            (0..STEP).map(|step| begin.wrapping_add(step)),
            figures,
        )
        .await?;
    }
    Ok(())
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let Some(asked) = Asked::read(&words) else {
        eprintln!(
            "fuzz [--minutes N] [--target {}] [--seed N]",
            NAMES.join("|")
        );
        return ExitCode::from(2);
    };
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        PANICS.fetch_add(1, Ordering::Relaxed);
        usual(info);
    }));
    // One thread: its processor time is the backend's and ours, and nobody else's.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let run = runtime
        .map_err(|error| error.to_string())
        .and_then(|runtime| runtime.block_on(run(&asked)));
    match run {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            println!("{why}");
            ExitCode::FAILURE
        }
    }
}

async fn run(asked: &Asked) -> Result<(), String> {
    let begun = Instant::now();
    let end = begun + Duration::from_secs_f64(asked.minutes * 60.0);
    let mut all = All::new().await?;
    // Other seeds each time, far from those of the last.
    let mut next = RandomState::new().build_hasher().finish();
    println!("seeds from {next}");
    loop {
        all.turn(asked, &mut next, end)
            .await
            .map_err(|broken| broken.to_string())?;
        let inputs: u64 = all
            .figures()
            .iter()
            .map(|(_, figures)| figures.inputs)
            .sum();
        println!("{:>5} s  {inputs} inputs", begun.elapsed().as_secs());
        if asked.seed.is_some() || Instant::now() >= end {
            break;
        }
    }
    report(&all.figures(), begun.elapsed())
}

/// The table, and a last line that says it all. Fails when something was too slow, or panicked where it was caught.
fn report(all: &[(&'static str, Figures)], time: Duration) -> Result<(), String> {
    println!(
        "\n{:<16}{:>12}{:>12}{:>14}",
        "target", "inputs", "rightly in", "slowest, ms"
    );
    for (name, figures) in all {
        println!(
            "{name:<16}{:>12}{:>12}{:>14.1}   seed {}",
            figures.inputs,
            figures.accepted,
            millis(figures.slowest),
            figures.slowest_seed
        );
    }
    let inputs: u64 = all.iter().map(|(_, figures)| figures.inputs).sum();
    let slowest = all
        .iter()
        .map(|(_, figures)| figures.slowest)
        .max()
        .unwrap_or_default();
    let panics = PANICS.load(Ordering::Relaxed);
    println!(
        "{inputs} inputs in {:.1} minutes, accepted without the exact triple: 0, answers of 500 or more: 0, panics: {panics}, \
         slowest {:.1} ms",
        time.as_secs_f64() / 60.0,
        millis(slowest)
    );
    if panics > 0 {
        return Err("something panicked: see above".to_owned());
    }
    if slowest > LONGEST {
        return Err(format!(
            "a reading took longer than {} ms",
            LONGEST.as_millis()
        ));
    }
    Ok(())
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
