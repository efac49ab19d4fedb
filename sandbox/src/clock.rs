//! The one source of time: the system's, plus an offset that only tests can move.

use std::sync::atomic::{AtomicI64, Ordering};

use time::{Date, Duration, OffsetDateTime};

/// Tells the time to everything in the sandbox.
#[derive(Debug, Default)]
pub struct Clock {
    /// Seconds added to the system's time.
    offset: AtomicI64,
}

impl Clock {
    /// The current time, UTC.
    pub fn now(&self) -> OffsetDateTime {
        let offset = Duration::seconds(self.offset.load(Ordering::Relaxed));
        let now = OffsetDateTime::now_utc();
        // An offset beyond the calendar's end leaves the clock where it was.
        now.checked_add(offset).unwrap_or(now)
    }

    /// The current day, UTC.
    pub fn today(&self) -> Date {
        self.now().date()
    }

    /// Moves the clock by `seconds`; negative goes back. Only tests call it, and the route behind
    /// the `test-clock` feature.
    pub fn advance(&self, seconds: i64) {
        self.offset.fetch_add(seconds, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn advancing_moves_the_day() {
        let clock = Clock::default();
        let before = clock.today();
        clock.advance(2 * 86_400);
        assert!(clock.today() >= before + Duration::days(2));
    }

    #[test]
    fn an_absurd_offset_does_not_panic() {
        let clock = Clock::default();
        clock.advance(i64::MAX);
        let _ = clock.now();
    }
}
