//! A program that serves: started with a log, stopped by closing its standard input.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::failure::{Failure, Result};

/// Where logs go, relative to the workspace's root.
pub const LOGS: &str = "var/log";
/// How long a server may take to answer its last requests.
const GRACE: Duration = Duration::from_secs(5);

/// Where a server's output goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Output {
    /// To its log file.
    Log,
    /// To its log file and, with its name before each line, to the terminal.
    LogAndTerminal,
}

/// A running server. Dropping it stops it.
#[derive(Debug)]
pub struct Server {
    name: &'static str,
    child: Child,
    log: PathBuf,
}

impl Server {
    /// Starts `command` in `root`.
    pub fn start(
        root: &Path,
        name: &'static str,
        mut command: Command,
        output: Output,
    ) -> Result<Self> {
        let folder = root.join(LOGS);
        fs::create_dir_all(&folder).map_err(Failure::file("create", &folder))?;
        let log = folder.join(format!("{name}.log"));
        let file = File::create(&log).map_err(Failure::file("create", &log))?;
        let second = file.try_clone().map_err(Failure::file("open", &log))?;
        let mut child = command
            .current_dir(root)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            // Away from the terminal's Ctrl-C, which is for this program to hand on, in its own order.
            .process_group(0)
            .spawn()
            .map_err(|error| Failure::new(format!("cannot start the {name}: {error}")))?;
        forward(name, child.stdout.take(), file, output);
        forward(name, child.stderr.take(), second, output);
        Ok(Self { name, child, log })
    }

    /// Fails when it has ended by itself, with the last it said.
    pub fn check_running(&mut self) -> Result<()> {
        match self.child.try_wait() {
            Ok(None) => Ok(()),
            Ok(Some(status)) => Err(Failure::new(format!(
                "the {} has ended ({status}):\n{}",
                self.name,
                self.last_words()
            ))),
            Err(error) => Err(Failure::new(format!(
                "cannot watch the {}: {error}",
                self.name
            ))),
        }
    }

    fn last_words(&self) -> String {
        let text = fs::read_to_string(&self.log).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(10)..].join("\n")
    }

    fn stop(&mut self) {
        drop(self.child.stdin.take());
        let begun = Instant::now();
        while begun.elapsed() < GRACE {
            if matches!(self.child.try_wait(), Ok(Some(_)) | Err(_)) {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        println!("the {} did not stop by itself and was ended", self.name);
        // Either can only fail because it has ended after all.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Copies a server's output line by line until it ends.
fn forward(
    name: &'static str,
    from: Option<impl Read + Send + 'static>,
    mut log: File,
    output: Output,
) {
    let Some(from) = from else { return };
    std::thread::spawn(move || {
        for line in BufReader::new(from).split(b'\n') {
            let Ok(line) = line else { return };
            let line = String::from_utf8_lossy(&line);
            // A full disk must not stop the server: the pipe is read on.
            let _ = writeln!(log, "{line}");
            if output == Output::LogAndTerminal {
                println!("{name:>8} | {line}");
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    fn root(test: &str) -> PathBuf {
        let root = std::env::temp_dir().join(format!("xtask-{test}-{}", std::process::id()));
        fs::create_dir_all(&root).unwrap();
        root
    }

    #[test]
    fn a_server_that_ends_by_itself_is_a_failure_with_its_last_words() {
        let root = root("ends");
        let script = shell("echo no such key >&2; exit 2");
        let mut server = Server::start(&root, "backend", script, Output::Log).unwrap();
        let failure = loop {
            match server.check_running() {
                Err(failure) if failure.to_string().contains("no such key") => {
                    break failure.to_string();
                }
                _ => std::thread::sleep(Duration::from_millis(10)),
            }
        };
        assert!(
            failure.starts_with("the backend has ended (exit status: 2)"),
            "{failure}"
        );
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn closing_standard_input_is_the_sign_to_stop() {
        let root = root("stops");
        let script = shell("cat >/dev/null; echo good-bye");
        drop(Server::start(&root, "backend", script, Output::Log).unwrap());
        let log = root.join(LOGS).join("backend.log");
        while fs::read_to_string(&log).unwrap() != "good-bye\n" {
            std::thread::sleep(Duration::from_millis(10));
        }
        fs::remove_dir_all(root).unwrap();
    }
}
