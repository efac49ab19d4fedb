//! Running other programs: shown as they run, or read.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::failure::{Failure, Result};

/// Runs `command` with its output shown; fails when it does.
///
/// Its standard input is empty: nothing here may wait for an answer, since CI gives none.
pub fn show(command: &mut Command) -> Result<()> {
    let status = command
        .stdin(Stdio::null())
        .status()
        .map_err(|error| cannot_start(command, &error))?;
    if status.success() {
        Ok(())
    } else {
        Err(Failure::new(format!(
            "`{}` failed ({status})",
            line(command)
        )))
    }
}

/// Runs `command` and returns what it wrote to its standard output; its complaints are shown.
pub fn read(command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| cannot_start(command, &error))?;
    if output.status.success() {
        String::from_utf8(output.stdout).map_err(|_| {
            Failure::new(format!(
                "`{}` wrote something that is not UTF-8",
                line(command)
            ))
        })
    } else {
        Err(Failure::new(format!(
            "`{}` failed ({})",
            line(command),
            output.status
        )))
    }
}

/// What `command` answers, or nothing when it is not there or complains: for asking whether a tool is installed.
pub fn answer(command: &mut Command) -> Option<String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Where on `PATH` a program called `name` is.
pub fn on_path(name: &str) -> Option<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?)
        .map(|folder| folder.join(name))
        .find(|path| path.is_file())
}

/// The command as one would type it.
pub fn line(command: &Command) -> String {
    std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}

fn cannot_start(command: &Command, error: &std::io::Error) -> Failure {
    Failure::new(format!("cannot start `{}`: {error}", line(command)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn output_is_read_and_failures_name_the_command() {
        assert_eq!(
            read(Command::new("sh").args(["-c", "echo yes"])).unwrap(),
            "yes\n"
        );
        let failure = show(Command::new("sh").args(["-c", "exit 3"]))
            .unwrap_err()
            .to_string();
        assert!(failure.contains("`sh -c exit 3` failed"), "{failure}");
        let failure = show(&mut Command::new("no-such-program"))
            .unwrap_err()
            .to_string();
        assert!(
            failure.contains("cannot start `no-such-program`"),
            "{failure}"
        );
    }

    #[test]
    fn a_tool_that_is_missing_or_complains_has_no_answer() {
        assert_eq!(answer(&mut Command::new("no-such-program")), None);
        assert_eq!(answer(Command::new("sh").args(["-c", "exit 1"])), None);
        assert!(on_path("sh").is_some());
        assert!(on_path("no-such-program").is_none());
    }
}
