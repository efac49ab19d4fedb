//! `cargo xtask test`: all checks, stage by stage, with the minutes each took.

mod advisories; // what is known against the dependencies
mod layers; // who may depend on whom
mod report; // the table at the end
mod stage; // the list of stages

use std::time::Instant;

use report::{Outcome, Report};
use stage::Stage;
pub use stage::words;

use crate::failure::{Failure, Result};
use crate::setup::{Installs, Tool};
use crate::workspace::Workspace;

/// Runs every stage, or those named. A stage that fails does not keep the next from running.
pub fn run(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    let stages = select(arguments)?;
    let mut report = Report::default();
    // All at the start: what takes minutes to install is built beside the first stages.
    let tools: Vec<Tool> = Tool::ALL
        .into_iter()
        .filter(|tool| stages.iter().any(|stage| stage.tools().contains(tool)))
        .collect();
    let installs = Installs::start(workspace, &tools)?;
    for stage in stages {
        println!("\n=== {} ===", stage.heading());
        let begun = Instant::now();
        let result = stage
            .tools()
            .iter()
            .try_for_each(|tool| installs.wait(*tool))
            .and_then(|()| stage.run(workspace));
        let outcome = match result {
            Ok(()) => Outcome::Passed,
            Err(failure) => {
                println!("{failure}");
                Outcome::Failed
            }
        };
        report.add(stage.word(), outcome, begun.elapsed());
    }
    print!("\n{report}");
    report.check()
}

/// The stages that `words` name, in the order in which they always run; all without words.
fn select(words: &[String]) -> Result<Vec<Stage>> {
    if let Some(word) = words.iter().find(|word| Stage::parse(word).is_none()) {
        return Err(Failure::new(format!(
            "there is no stage `{word}`; there are {}",
            stage::words()
        )));
    }
    let wanted = |stage: &Stage| words.is_empty() || words.iter().any(|word| word == stage.word());
    Ok(Stage::ALL.into_iter().filter(wanted).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_run_in_their_own_order_and_once() {
        let words = ["unit", "fmt", "unit"].map(str::to_owned);
        assert_eq!(select(&words).unwrap(), [Stage::Format, Stage::Unit]);
        assert_eq!(select(&[]).unwrap(), Stage::ALL);
    }

    #[test]
    fn an_unknown_stage_is_a_failure_that_lists_them() {
        let failure = select(&["units".to_owned()]).unwrap_err().to_string();
        assert!(
            failure.contains("`units`") && failure.contains("fmt, clippy"),
            "{failure}"
        );
    }
}
