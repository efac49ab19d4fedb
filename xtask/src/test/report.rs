//! The table at the end of a run: stage, outcome, minutes.

use std::fmt;
use std::time::Duration;

use crate::failure::{Failure, Result};

/// What the stages that have run came to.
#[derive(Debug, Default)]
pub struct Report(Vec<Row>);

#[derive(Debug)]
struct Row {
    stage: &'static str,
    outcome: Outcome,
    time: Duration,
}

/// How a stage ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing wrong was found.
    Passed,
    /// Something wrong was found, or the stage could not run.
    Failed,
}

impl Report {
    /// Adds a stage that has run.
    pub fn add(&mut self, stage: &'static str, outcome: Outcome, time: Duration) {
        self.0.push(Row {
            stage,
            outcome,
            time,
        });
    }

    /// Fails when a stage has failed; which, the table says.
    pub fn check(&self) -> Result<()> {
        match self.count(Outcome::Failed) {
            0 => Ok(()),
            _ => Err(Failure::Told),
        }
    }

    fn count(&self, outcome: Outcome) -> usize {
        self.0.iter().filter(|row| row.outcome == outcome).count()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "{:<14}{:<9}{:>7}", "stage", "outcome", "minutes")?;
        for row in &self.0 {
            let outcome = match row.outcome {
                Outcome::Passed => "passed",
                Outcome::Failed => "FAILED",
            };
            writeln!(
                formatter,
                "{:<14}{outcome:<9}{:>7}",
                row.stage,
                minutes(row.time)
            )?;
        }
        let sum = self.0.iter().map(|row| row.time).sum();
        writeln!(formatter, "{:<23}{:>7}", "together", minutes(sum))?;
        let (passed, failed) = (self.count(Outcome::Passed), self.count(Outcome::Failed));
        writeln!(formatter, "{passed} passed, {failed} failed")
    }
}

fn minutes(time: Duration) -> String {
    format!("{:.1}", time.as_secs_f64() / 60.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_counts_and_one_failure_fails_the_run() {
        let mut report = Report::default();
        report.add("fmt", Outcome::Passed, Duration::from_secs(3));
        report.add("clippy-wasm", Outcome::Passed, Duration::from_secs(90));
        assert!(report.check().is_ok());
        report.add("e2e", Outcome::Failed, Duration::from_secs(723));
        assert_eq!(
            report.to_string(),
            "stage         outcome  minutes\n\
             fmt           passed       0.1\n\
             clippy-wasm   passed       1.5\n\
             e2e           FAILED      12.1\n\
             together                  13.6\n\
             2 passed, 1 failed\n"
        );
        assert_eq!(report.check(), Err(Failure::Told));
    }
}
