//! A program that ends with the test, however the test ends.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    sync::{Mutex, PoisonError, mpsc},
    thread,
    time::Duration,
};

use crate::{Done, Failure};

/// How long a program may take until it says that it is ready.
const READY: Duration = Duration::from_secs(20);

/// A running program. It ends when its standard input is closed: when this is dropped, or when the test's process is
/// gone, killed or not.
pub struct Program {
    child: Child,
    lines: Mutex<mpsc::Receiver<String>>,
}

impl Program {
    /// Starts a command that ends by itself with its standard input. What it logs goes to `log`.
    pub fn start(command: &mut Command, log: &Path) -> Done<Self> {
        let name = command.get_program().to_string_lossy().into_owned();
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(std::fs::File::create(log)?);
        let mut child = command
            .spawn()
            .map_err(|error| Failure::new(format!("{name} does not start: {error}")))?;
        let stdout = child
            .stdout
            .take()
            .ok_or_else(|| Failure::new("no standard output"))?;
        let (send, lines) = mpsc::channel();
        // Read to the end: a full pipe would stop the program.
        thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                let _ = send.send(line);
            }
        });
        Ok(Self {
            child,
            lines: Mutex::new(lines),
        })
    }

    /// Starts a command that knows nothing of its standard input, under a shell that ends it.
    pub fn watched(program: &str, arguments: &[String], log: &Path) -> Done<Self> {
        let mut shell = Command::new("/bin/sh");
        shell
            .arg("-c")
            .arg(r#""$@" & child=$!; cat > /dev/null; kill "$child"; wait "$child""#)
            .arg(program);
        Self::start(shell.arg(program).args(arguments), log)
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits for the line that says it is ready: what follows `before` in it, as far as `after`.
    pub fn says(&self, before: &str, after: Option<char>) -> Done<String> {
        loop {
            let lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
            let line = lines.recv_timeout(READY).map_err(|_| {
                Failure::new(format!(
                    "a program ended or did not say {before:?} in {READY:?}"
                ))
            })?;
            if let Some((_, rest)) = line.split_once(before) {
                let end = after
                    .and_then(|after| rest.find(after))
                    .unwrap_or(rest.len());
                return Ok(rest[..end].trim().to_owned());
            }
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        // It ends by itself; one that does not within two seconds is ended.
        for _ in 0..40 {
            if matches!(self.child.try_wait(), Ok(Some(_))) {
                return;
            }
            thread::sleep(Duration::from_millis(50));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
