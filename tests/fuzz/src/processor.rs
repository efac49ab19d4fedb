//! The time that this thread was at work: another program on the same processor is not counted.

use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// What this thread has used so far.
fn used() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(
        u64::try_from(time.tv_sec).unwrap_or_default(),
        u32::try_from(time.tv_nsec).unwrap_or_default(),
    )
}

/// What `work` gives, and how long this thread was at it. The runtime has one thread, the database and the banks have
/// others: what is left is the backend's own reading, deciding and writing.
pub async fn timed<T>(work: impl Future<Output = T>) -> (T, Duration) {
    let before = used();
    let done = work.await;
    (done, used().saturating_sub(before))
}
