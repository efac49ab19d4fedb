//! One `cargo install` beside other work: its output in a log file, a line now and then on the terminal.

use std::fs::{self, File};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process_group};

use super::install::Recipe;
use crate::failure::{Failure, Result};
use crate::workspace::Workspace;

/// How often a build says that it is still at it.
const HEARTBEAT: Duration = Duration::from_secs(30);
/// How often a build is asked whether it has ended.
const POLL: Duration = Duration::from_millis(200);

/// A build under way, which ends with nothing or with why it failed.
pub type Build = JoinHandle<std::result::Result<(), String>>;

/// Starts to build what `recipe` says. When `stop` is set, the build ends at once.
pub fn start(workspace: &Workspace, recipe: &Recipe, stop: &Arc<AtomicBool>) -> Result<Build> {
    let name = recipe.name();
    let folder = workspace.target().join("setup");
    fs::create_dir_all(&folder).map_err(Failure::file("create", &folder))?;
    let log = folder.join(format!("{name}.log"));
    let commands = recipe.commands(workspace).map_err(Failure::new)?;
    let stop = Arc::clone(stop);
    println!("installing {}…", recipe.title());
    Ok(std::thread::spawn(move || {
        let begun = Instant::now();
        for mut command in commands {
            run(name, &mut command, &log, &stop).map_err(|why| {
                format!(
                    "{name} could not be installed ({why}); its output is in {}",
                    log.display()
                )
            })?;
        }
        // The build's own files are worth nothing once the program is installed.
        let _ = fs::remove_dir_all(folder.join(name));
        println!("{name} is ready (after {})", minutes(begun.elapsed()));
        Ok(())
    }))
}

/// Waits for `build` to end.
pub fn wait(build: Build) -> std::result::Result<(), String> {
    build
        .join()
        .unwrap_or_else(|_| Err("an install broke off in this program itself".into()))
}

fn run(
    name: &str,
    command: &mut Command,
    log: &PathBuf,
    stop: &AtomicBool,
) -> std::result::Result<(), String> {
    let describe = |error: std::io::Error| error.to_string();
    let output = File::create(log).map_err(describe)?;
    let mut child = command
        .stdin(Stdio::null())
        .stdout(output.try_clone().map_err(describe)?)
        .stderr(output)
        // A group of its own: cargo's compilers can then be stopped with it.
        .process_group(0)
        .spawn()
        .map_err(describe)?;
    let status = watch(name, &mut child, log, stop).map_err(describe)?;
    if status.success() {
        Ok(())
    } else {
        Err(status.to_string())
    }
}

fn watch(
    name: &str,
    child: &mut Child,
    log: &Path,
    stop: &AtomicBool,
) -> std::io::Result<ExitStatus> {
    let begun = Instant::now();
    let mut last = begun;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status);
        }
        if stop.load(Ordering::Relaxed) {
            kill_process_group(Pid::from_child(child), Signal::TERM)?;
            return child.wait();
        }
        if last.elapsed() >= HEARTBEAT {
            last = Instant::now();
            println!(
                "  {name}: {} ({})",
                last_line(log),
                minutes(begun.elapsed())
            );
        }
        std::thread::sleep(POLL);
    }
}

/// What the build is at: the last line of its log.
fn last_line(log: &Path) -> String {
    let bytes = fs::read(log).unwrap_or_default();
    String::from_utf8_lossy(&bytes)
        .lines()
        .rev()
        .map(str::trim)
        .find(|line| !line.is_empty())
        .unwrap_or("starting")
        .to_owned()
}

/// `3 min 05 s`.
fn minutes(time: Duration) -> String {
    let seconds = time.as_secs();
    format!("{} min {:02} s", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(test: &str) -> PathBuf {
        std::env::temp_dir().join(format!("xtask-{test}-{}.log", std::process::id()))
    }

    #[test]
    fn a_failed_build_leaves_its_last_words() {
        let log = log("failed");
        let mut command = Command::new("sh");
        command.args(["-c", "echo compiling; echo no linker >&2; exit 7"]);
        let why = run("tool", &mut command, &log, &AtomicBool::new(false)).unwrap_err();
        assert!(why.contains('7'), "{why}");
        assert_eq!(last_line(&log), "no linker");
        fs::remove_file(log).unwrap();
    }

    #[test]
    fn a_stopped_build_takes_its_own_children_with_it() {
        let log = log("stopped");
        let mut command = Command::new("sh");
        // The inner sleep stands for a compiler that cargo has started; it writes its number to the log.
        command.args(["-c", "sleep 600 & echo $!; wait"]);
        let stop = Arc::new(AtomicBool::new(false));
        let thread = {
            let (stop, log) = (Arc::clone(&stop), log.clone());
            std::thread::spawn(move || run("tool", &mut command, &log, &stop))
        };
        let inner = loop {
            if let Ok(number) = last_line(&log).parse::<i32>() {
                break number;
            }
            std::thread::sleep(Duration::from_millis(10));
        };
        stop.store(true, Ordering::Relaxed);
        assert!(thread.join().unwrap().is_err());
        let inner = Pid::from_raw(inner).unwrap();
        while rustix::process::test_kill_process(inner).is_ok() && !is_zombie(inner) {
            std::thread::sleep(Duration::from_millis(10));
        }
        fs::remove_file(log).unwrap();
    }

    /// Nobody may be there to collect an orphan's end: dead is dead.
    fn is_zombie(process: Pid) -> bool {
        fs::read_to_string(format!("/proc/{}/stat", process.as_raw_nonzero()))
            .is_ok_and(|stat| stat.contains(") Z "))
    }

    #[test]
    fn times_read_as_minutes_and_seconds() {
        assert_eq!(minutes(Duration::from_secs(185)), "3 min 05 s");
    }
}
