//! `cargo xtask setup`, and the same done by every command for what it needs.
//!
//! Each tool is looked for first: where all are there, nothing is installed, the network is not touched and
//! nothing is printed. Versions are pinned in [`tool`]; sources are the package managers' own settings.

mod build; // cargo's programs, built beside other work
mod install; // how each kind of tool is installed
mod installs; // the missing tools on their way
mod node; // packages of npm
mod tool; // the tools, their versions, and how to look for them

pub use installs::Installs;
pub use node::NodePackage;
pub use tool::{Tool, chromedriver};

use crate::failure::{Failure, Result};
use crate::workspace::Workspace;

/// Installs every tool of every command.
pub fn run(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    if let Some(argument) = arguments.first() {
        return Err(Failure::new(format!(
            "setup takes no arguments, not `{argument}`"
        )));
    }
    ensure(workspace, &Tool::ALL)?;
    println!("Every tool is here.");
    Ok(())
}

/// Installs those of `tools` that are missing, and returns when they are there.
///
/// All of them are tried before the first failure is returned, so that one message names each.
pub fn ensure(workspace: &Workspace, tools: &[Tool]) -> Result<()> {
    let installs = Installs::start(workspace, tools)?;
    let failures: Vec<String> = tools
        .iter()
        .filter_map(|tool| installs.wait(*tool).err())
        .map(|failure| failure.to_string())
        .collect();
    if failures.is_empty() {
        Ok(())
    } else {
        Err(Failure::new(failures.join("\n")))
    }
}
