//! Everything a developer does with Guichet, as `cargo xtask COMMAND`.
//!
//! Start at [`command`]: it lists the commands; each has a file of its name. A command installs what it
//! needs by itself ([`setup`]), so a fresh clone needs nothing but rustup, a C linker and git.

mod attack; // attacks on the real programs
mod bench; // bytes, times and memory, measured
mod categorise; // categories of a file of transactions
mod command; // the list of commands
mod crash; // the backend killed while a consent is written
mod delegate; // handing arguments on to another package's program
mod failure; // what went wrong, in one sentence
mod find; // the institution search from the command line
mod fuzz; // twisted inputs
mod mutants; // code changed in one place at a time
mod pack; // the release files, in dist/
mod program; // running other programs
mod repro; // the release files, built twice
mod sbom; // what is in what is shipped
mod serve; // the three origins on this machine
mod setup; // the tools the commands need
mod test; // all checks, stage by stage
mod workspace; // where things are

use std::process::ExitCode;

use command::Command;
use failure::Failure;
use workspace::Workspace;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some((word, rest)) = arguments.split_first() else {
        print!("{}", command::help());
        return ExitCode::SUCCESS;
    };
    if matches!(word.as_str(), "help" | "--help" | "-h") {
        print!("{}", command::help());
        return ExitCode::SUCCESS;
    }
    let Some(command) = Command::parse(word) else {
        eprint!("There is no command `{word}`.\n\n{}", command::help());
        return ExitCode::from(2);
    };
    match Workspace::find().and_then(|workspace| command.run(&workspace, rest)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Told) => ExitCode::FAILURE,
        Err(failure @ Failure::Sentence(_)) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}
