//! The command line.

use std::path::PathBuf;

use e2e::{Done, Failure};

use crate::figures::Group;

/// What `--help` prints.
pub const HELP: &str = "\
cargo xtask bench [--quick] [--peers] [--only GROUP,…] [--json FILE]

Measures what the widget and the backend cost, on this machine, and prints a table per group.
Nothing is asserted: it prints, and says which goals are met.

  --quick         3 repetitions instead of 10, fewer journeys
  --peers         MX connect-widget 2.10.1 and Nordigen's picker 1.5.3 as well, in the same run;
                  they are installed by npm, outside the tree
  --only GROUP,…  only these groups: sizes, ready, search, memory, result, backend
  --json FILE     all figures, for machines
";

/// How often each thing is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thoroughness {
    /// For figures that are quoted.
    Full,
    /// For a first look.
    Quick,
}

impl Thoroughness {
    /// How often each thing is measured in the browser.
    pub const fn repetitions(self) -> usize {
        match self {
            Self::Full => 10,
            Self::Quick => 3,
        }
    }

    /// How many journeys the backend is given.
    pub const fn journeys(self) -> usize {
        match self {
            Self::Full => 2_000,
            Self::Quick => 300,
        }
    }
}

/// Whom the widget is measured beside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Company {
    /// Nobody.
    Alone,
    /// The two peers.
    Peers,
}

/// What is to be done.
#[derive(Debug, PartialEq, Eq)]
pub enum Wanted {
    /// The help.
    Help,
    /// A run.
    Run(Run),
}

/// A run.
#[derive(Debug, PartialEq, Eq)]
pub struct Run {
    /// How often each thing is measured.
    pub thoroughness: Thoroughness,
    /// Whom the widget is measured beside.
    pub company: Company,
    /// Which groups, in their own order.
    pub groups: Vec<Group>,
    /// Where all figures go.
    pub json: Option<PathBuf>,
}

impl Wanted {
    /// Reads the words after the program's name.
    pub fn parse(words: impl IntoIterator<Item = String>) -> Done<Self> {
        let mut run = Run {
            thoroughness: Thoroughness::Full,
            company: Company::Alone,
            groups: Group::ALL.to_vec(),
            json: None,
        };
        let mut words = words.into_iter();
        while let Some(word) = words.next() {
            let mut value = |what: &str| {
                words
                    .next()
                    .ok_or_else(|| Failure::new(format!("{word} needs {what}")))
            };
            match word.as_str() {
                "--help" | "-h" => return Ok(Self::Help),
                "--quick" => run.thoroughness = Thoroughness::Quick,
                "--peers" => run.company = Company::Peers,
                "--only" => run.groups = groups(&value("names of groups")?)?,
                "--json" => run.json = Some(value("a file")?.into()),
                _ => {
                    return Err(Failure::new(format!(
                        "there is no argument `{word}`\n\n{HELP}"
                    )));
                }
            }
        }
        Ok(Self::Run(run))
    }
}

fn groups(words: &str) -> Done<Vec<Group>> {
    let asked: Vec<Group> = words
        .split(',')
        .map(|word| {
            Group::parse(word)
                .ok_or_else(|| Failure::new(format!("there is no group `{word}`\n\n{HELP}")))
        })
        .collect::<Done<_>>()?;
    Ok(Group::ALL
        .into_iter()
        .filter(|group| asked.contains(group))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Done<Wanted> {
        Wanted::parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn without_a_word_everything_runs_alone() {
        let Ok(Wanted::Run(run)) = parse("") else {
            panic!("a run");
        };
        assert_eq!(run.groups, Group::ALL);
        assert_eq!(run.company, Company::Alone);
        assert_eq!(run.thoroughness.repetitions(), 10);
    }

    #[test]
    fn groups_keep_their_own_order() {
        let Ok(Wanted::Run(run)) = parse("--only search,sizes --quick --peers --json a.json")
        else {
            panic!("a run");
        };
        assert_eq!(run.groups, [Group::Sizes, Group::Search]);
        assert_eq!(
            (run.company, run.thoroughness.repetitions()),
            (Company::Peers, 3)
        );
        assert_eq!(run.json, Some("a.json".into()));
    }

    #[test]
    fn what_is_not_known_is_refused_by_name() {
        for (line, named) in [
            ("--fast", "`--fast`"),
            ("--only ready,speed", "`speed`"),
            ("--json", "needs a file"),
        ] {
            let failure = parse(line).expect_err(line);
            assert!(format!("{failure:?}").contains(named), "{failure:?}");
        }
        assert_eq!(parse("--quick --help").unwrap(), Wanted::Help);
    }

    #[test]
    fn the_help_names_every_group() {
        for group in Group::ALL {
            assert!(HELP.contains(group.word()), "{}", group.word());
        }
    }
}
