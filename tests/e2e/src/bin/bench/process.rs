//! What a process uses, as Linux says in `/proc`.

use std::{fs, time::Duration};

use e2e::{Done, Failure};

/// Ticks of `/proc/…/stat` in a second: 100 on every architecture that we build for (`USER_HZ`).
const TICKS: u32 = 100;

/// What a process uses.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Usage {
    /// Resident memory, bytes.
    pub resident: f64,
    /// Processor time since it started, of its own and of the kernel for it.
    pub cpu: Duration,
}

impl Usage {
    /// Of the process with this id.
    pub fn of(process: u32) -> Done<Self> {
        let read = |file: &str| fs::read_to_string(format!("/proc/{process}/{file}"));
        let unknown = || Failure::new("/proc does not say what the backend uses: this needs Linux");
        Ok(Self {
            resident: resident(&read("status")?).ok_or_else(unknown)?,
            cpu: cpu(&read("stat")?).ok_or_else(unknown)?,
        })
    }
}

fn resident(status: &str) -> Option<f64> {
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024.0)
}

fn cpu(stat: &str) -> Option<Duration> {
    // The name, in parentheses, may hold anything; the fields after it are counted from the state, which is the third.
    let (_, fields) = stat.rsplit_once(')')?;
    let ticks: Vec<u32> = fields
        .split_whitespace()
        .skip(11)
        .take(2)
        .map_while(|field| field.parse().ok())
        .collect();
    let [user, kernel] = ticks[..] else {
        return None;
    };
    Some(Duration::from_secs(u64::from(user) + u64::from(kernel)) / TICKS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_in_kibibytes() {
        assert_eq!(
            resident("Name:\tx\nVmRSS:\t    1000 kB\nThreads:\t3\n"),
            Some(1_024_000.0)
        );
        assert_eq!(resident("Name:\tx\n"), None);
    }

    #[test]
    fn time_is_of_the_process_and_of_the_kernel_for_it() {
        let stat = "42 (a ) b) S 1 42 42 0 -1 4194560 900 0 0 0 150 25 7 8 20 0 5 0 1000";
        assert_eq!(cpu(stat), Some(Duration::from_millis(1750)));
        assert_eq!(cpu("42 (x) S 1"), None);
    }

    #[test]
    fn a_process_knows_itself() {
        let usage = Usage::of(std::process::id()).unwrap();
        assert!(usage.resident > 1e6);
    }
}
