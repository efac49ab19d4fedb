//! Advisories against the dependencies, where their database can be reached. Where it cannot, that is said, and is no
//! failure: the network must not decide whether the tests pass.

use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process_group};

use crate::failure::Result;
use crate::program;
use crate::workspace::Workspace;

/// A database that needs longer cannot be reached.
const PATIENCE: Duration = Duration::from_secs(30);
/// Between two looks.
const POLL: Duration = Duration::from_millis(100);

/// Fails when an advisory stands against a dependency.
pub fn check(workspace: &Workspace) -> Result<()> {
    if !in_time(workspace.cargo().args(["deny", "fetch", "db"]), PATIENCE) {
        println!("advisories: not checked, their database cannot be reached from here");
        return Ok(());
    }
    let line = "deny --workspace check --hide-inclusion-graph --disable-fetch advisories";
    program::show(workspace.cargo().args(line.split(' ')))
}

/// Whether `command` succeeds in time; if not, it is ended, and whatever it has started.
fn in_time(command: &mut Command, patience: Duration) -> bool {
    let started = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn();
    let Ok(mut child) = started else {
        return false;
    };
    let end = Instant::now() + patience;
    while Instant::now() < end {
        match child.try_wait() {
            Ok(Some(status)) => return status.success(),
            Ok(None) => std::thread::sleep(POLL),
            Err(_) => break,
        }
    }
    // Where it has ended meanwhile there is nothing to stop.
    let _ = kill_process_group(Pid::from_child(&child), Signal::TERM);
    let _ = child.wait();
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fails_or_hangs_is_not_waited_for() {
        let shell = |line: &str| {
            let mut command = Command::new("sh");
            command.args(["-c", line]);
            command
        };
        let short = Duration::from_millis(300);
        assert!(in_time(&mut shell("exit 0"), Duration::from_secs(20)));
        assert!(!in_time(&mut shell("exit 1"), Duration::from_secs(20)));
        let begun = Instant::now();
        assert!(!in_time(&mut shell("sleep 600 & wait"), short));
        assert!(begun.elapsed() < Duration::from_secs(20));
        assert!(!in_time(&mut Command::new("no-such-program"), short));
    }
}
