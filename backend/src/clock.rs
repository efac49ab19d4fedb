//! The backend's one source of time: nothing else asks the machine what time it is.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// System time plus an offset that only tests move.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    offset_seconds: Arc<AtomicI64>,
}

/// A moment, in whole seconds since 1970-01-01 UTC.
pub type Seconds = i64;

impl Clock {
    /// Now, in seconds since 1970-01-01 UTC.
    pub fn now(&self) -> Seconds {
        let system = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        i64::try_from(system.as_secs()).unwrap_or(i64::MAX)
            + self.offset_seconds.load(Ordering::Relaxed)
    }

    /// Moves time forward, in seconds. Tests only: the feature `test-clock` opens it to a loopback call.
    pub fn advance(&self, seconds: i64) {
        self.offset_seconds.fetch_add(seconds, Ordering::Relaxed);
    }
}

/// A moment as RFC 3339, as the partner API writes it.
pub fn rfc3339(at: Seconds) -> String {
    OffsetDateTime::from_unix_timestamp(at)
        .ok()
        .and_then(|moment| moment.format(&Rfc3339).ok())
        .unwrap_or_else(|| "1970-01-01T00:00:00Z".to_owned())
}

/// The calendar day of a moment in UTC, `2026-11-22`: what STET's `dateFrom` takes.
pub fn day(at: Seconds) -> String {
    rfc3339(at)[..10].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_written_as_the_partner_reads_it() {
        assert_eq!(rfc3339(1_763_836_140), "2025-11-22T18:29:00Z");
        assert_eq!(day(1_763_836_140), "2025-11-22");
    }

    #[test]
    fn copies_of_a_clock_move_together() {
        let clock = Clock::default();
        let copy = clock.clone();
        let before = clock.now();
        copy.advance(3600);
        assert!(clock.now() - before >= 3600);
    }
}
