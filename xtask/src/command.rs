//! The list of commands: their words, their help, and the function behind each.

use std::fmt::Write;

use crate::failure::Result;
use crate::workspace::Workspace;
use crate::{
    attack, bench, categorise, crash, find, fuzz, mutants, pack, repro, sbom, serve, setup, test,
};

/// What can be asked of `cargo xtask`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Installs the tools of every other command.
    Setup,
    /// Starts the partner's page, the backend and the sandbox banks.
    Serve,
    /// Runs all checks, or the stages named.
    Test,
    /// Writes the files a partner loads to `dist/`.
    Pack,
    /// Measures bytes, times and memory.
    Bench,
    /// Attacks the handoff.
    Attack,
    /// Tries twisted inputs.
    Fuzz,
    /// Kills the backend while a consent is written.
    Crash,
    /// Changes the code and has the tests notice.
    Mutants,
    /// Builds the release files twice.
    Repro,
    /// Lists what is in what is shipped.
    Sbom,
    /// Searches the institutions.
    Find,
    /// Puts a file of transactions into categories.
    Categorise,
}

impl Command {
    /// Every command, in the order of the help.
    pub const ALL: [Self; 13] = [
        Self::Setup,
        Self::Serve,
        Self::Test,
        Self::Pack,
        Self::Bench,
        Self::Attack,
        Self::Fuzz,
        Self::Crash,
        Self::Mutants,
        Self::Repro,
        Self::Sbom,
        Self::Find,
        Self::Categorise,
    ];

    /// The command that `word` names, if it names one.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|command| command.word() == word)
    }

    /// The word typed after `cargo xtask`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Setup => "setup",
            Self::Serve => "serve",
            Self::Test => "test",
            Self::Pack => "pack",
            Self::Bench => "bench",
            Self::Attack => "attack",
            Self::Fuzz => "fuzz",
            Self::Crash => "crash",
            Self::Mutants => "mutants",
            Self::Repro => "repro",
            Self::Sbom => "sbom",
            Self::Find => "find",
            Self::Categorise => "categorise",
        }
    }

    /// Arguments and purpose, for the help.
    fn usage(self) -> (&'static str, String) {
        match self {
            Self::Setup => ("", "install every tool the other commands need".into()),
            Self::Serve => (
                "[--verbose]",
                "build and start everything on this machine; Ctrl-C stops it".into(),
            ),
            Self::Test => (
                "[STAGE…]",
                format!("run all checks, or only these stages: {}", test::words()),
            ),
            Self::Pack => ("", "write the files a partner's page loads to dist/".into()),
            Self::Bench => ("[ARGS…]", "measure bytes, times and memory".into()),
            Self::Attack => (
                "[--firefox] [A-01 … A-21 | LIE | canaries]… | --races [--rounds N]",
                "attack the real programs, and print what each attack showed; or race for one thing at once"
                    .into(),
            ),
            Self::Fuzz => (
                "[--minutes N] [--target NAME] [--seed N]",
                "try twisted inputs on the backend; with a seed, that one again".into(),
            ),
            Self::Crash => (
                "[--rounds N]",
                "kill the backend while a consent is written: nothing is lost, nothing invented".into(),
            ),
            Self::Mutants => (
                "[--shard K/N]",
                "change the modules that keep attackers out, one place at a time, and have the tests notice".into(),
            ),
            Self::Repro => (
                "",
                "build the release files twice, in two folders: every byte is the same".into(),
            ),
            Self::Sbom => (
                "",
                "write what is in widget and backend to target/sbom/ (CycloneDX)".into(),
            ),
            Self::Find => (
                "QUERY [--country FR] [--limit N] [--json]",
                "search the institutions as the widget does".into(),
            ),
            Self::Categorise => (
                "FILE",
                "print the categories of a JSON file of transactions".into(),
            ),
        }
    }

    /// Does it. `arguments` are those after the command's word.
    pub fn run(self, workspace: &Workspace, arguments: &[String]) -> Result<()> {
        match self {
            Self::Setup => setup::run(workspace, arguments),
            Self::Serve => serve::run(workspace, arguments),
            Self::Test => test::run(workspace, arguments),
            Self::Pack => pack::run(workspace, arguments),
            Self::Bench => bench::run(workspace, arguments),
            Self::Attack => attack::run(workspace, arguments),
            Self::Fuzz => fuzz::run(workspace, arguments),
            Self::Crash => crash::run(workspace, arguments),
            Self::Mutants => mutants::run(workspace, arguments),
            Self::Repro => repro::run(workspace, arguments),
            Self::Sbom => sbom::run(workspace, arguments),
            Self::Find => find::run(workspace, arguments),
            Self::Categorise => categorise::run(workspace, arguments),
        }
    }
}

/// What `cargo xtask` alone prints.
pub fn help() -> String {
    let mut text = String::from("cargo xtask COMMAND\n\n");
    for command in Command::ALL {
        let (arguments, purpose) = command.usage();
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "  {}\n      {purpose}",
            format!("{} {arguments}", command.word()).trim_end()
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_is_found_by_its_word_and_is_in_the_help() {
        let help = help();
        for command in Command::ALL {
            assert_eq!(Command::parse(command.word()), Some(command));
            assert!(help.contains(&format!("\n  {}", command.word())));
        }
        assert_eq!(Command::parse("Serve"), None);
        assert_eq!(Command::parse(""), None);
    }
}
