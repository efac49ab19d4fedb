//! The missing tools on their way: seconds in the foreground, minutes beside other work.

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::Tool;
use super::build::{self, Build};
use super::install::Recipe;
use crate::failure::{Failure, Result};
use crate::program;
use crate::workspace::Workspace;

/// Installs asked for. Dropping it stops those under way, so that nothing outlives the command that wanted them.
pub struct Installs {
    missing: Vec<(Tool, RefCell<State>)>,
    stop: Arc<AtomicBool>,
}

/// How far one install is.
enum State {
    /// cargo is building it; empty for the moment in which its end is awaited.
    Building(Option<Build>),
    /// Over: done, or why not in one sentence.
    Ended(std::result::Result<(), String>),
}

impl Installs {
    /// Installs those of `tools` that are missing: all but cargo's programs before it returns, those afterwards.
    ///
    /// The foreground is also where `sudo` can ask for a password.
    pub fn start(workspace: &Workspace, tools: &[Tool]) -> Result<Self> {
        let stop = Arc::new(AtomicBool::new(false));
        let mut already_run = Vec::new();
        let mut missing = Vec::new();
        for tool in tools {
            if tool.is_here(workspace)? {
                continue;
            }
            let recipe = tool.recipe(workspace)?;
            let state = if matches!(recipe, Recipe::Cargo { .. }) {
                State::Building(Some(build::start(workspace, &recipe, &stop)?))
            } else {
                State::Ended(run_now(workspace, &recipe, &mut already_run))
            };
            missing.push((*tool, RefCell::new(state)));
        }
        Ok(Self { missing, stop })
    }

    /// Returns when `tool` is there, or says why it is not. A tool that was not missing is there.
    pub fn wait(&self, tool: Tool) -> Result<()> {
        let Some((_, state)) = self.missing.iter().find(|(missing, _)| *missing == tool) else {
            return Ok(());
        };
        let mut state = state.borrow_mut();
        if let State::Building(build) = &mut *state {
            let result = build.take().map_or(Ok(()), build::wait);
            *state = State::Ended(result);
        }
        match &*state {
            State::Ended(Err(sentence)) => Err(Failure::new(sentence.clone())),
            State::Ended(Ok(())) | State::Building(_) => Ok(()),
        }
    }
}

impl Drop for Installs {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        for (tool, _) in &self.missing {
            // Its failure is of no interest any more.
            let _ = self.wait(*tool);
        }
    }
}

/// Runs the commands of `recipe`, but for those run already: `apt-get update` once is enough.
fn run_now(
    workspace: &Workspace,
    recipe: &Recipe,
    already_run: &mut Vec<String>,
) -> std::result::Result<(), String> {
    let commands = recipe.commands(workspace)?;
    println!("installing {}…", recipe.title());
    for mut command in commands {
        let line = program::line(&command);
        if already_run.contains(&line) {
            continue;
        }
        program::show(&mut command).map_err(|failure| failure.to_string())?;
        already_run.push(line);
    }
    Ok(())
}
