//! The backend under load: whole journeys as far as the accounts, many at once, against the sandbox's banks.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use e2e::{Done, Failure, stack::Stack};
use serde_json::Value;
use tokio::{task::JoinSet, time::Instant};

use crate::{
    bench::Bench,
    figures::{Figure, Group, Series, Unit},
    process::Usage,
    traveller::{Call, Traveller},
};

/// Journeys that are on their way at once.
const CLIENTS: usize = 32;
/// No journey begins later than this after the first.
const TIME: Duration = Duration::from_mins(1);

/// a code is exchanged at once, in a second at p99, in milliseconds.
const TOKENS_IN_TIME: f64 = 1000.0;

/// Measures journeys per second, how long each call takes, and what the process needs.
pub async fn measure(bench: &mut Bench) -> Done {
    let process = bench.stack.backend_process();
    let idle = Usage::of(process)?;
    eprintln!("backend: {} journey tokens", bench.journeys);
    let tokens = tokens(&bench.stack, bench.journeys).await?;
    eprintln!("backend: {} journeys, {CLIENTS} at once", bench.journeys);
    let before = Usage::of(process)?;
    let begun = Instant::now();
    let journeys = journeys(&bench.stack, tokens).await?;
    let seconds = begun.elapsed().as_secs_f64();
    let after = Usage::of(process)?;

    let add = |bench: &mut Bench, what: String, unit, value| {
        let figure = Figure::new(Group::Backend, what, unit, Series::one(value));
        bench.report.add(figure);
    };
    let count = count(journeys.len());
    add(bench, "journeys".into(), Unit::Count, count);
    let what = format!(
        "journeys from open to redeem, {CLIENTS} clients, banks and clients on the same cores"
    );
    add(bench, what, Unit::PerSecond, count / seconds);
    let cpu = after.cpu.saturating_sub(before.cpu).as_secs_f64() * 1000.0 / count;
    let what = "processor time of the backend for one journey";
    add(bench, what.into(), Unit::Milliseconds, cpu);

    let sums = journeys
        .iter()
        .map(|calls| calls.iter().sum::<Duration>())
        .collect();
    latency(bench, "all calls of a journey", sums, None)?;
    for call in Call::ALL {
        let times = journeys.iter().map(|calls| calls[call as usize]).collect();
        let goal = (call == Call::Callback).then_some(TOKENS_IN_TIME);
        latency(bench, call.name(), times, goal)?;
    }
    for (when, usage) in [("idle", idle), ("after the journeys", after)] {
        let what = format!("resident memory, {when}");
        add(bench, what, Unit::Megabytes, usage.resident / 1e6);
    }
    Ok(())
}

fn latency(bench: &mut Bench, what: &str, times: Vec<Duration>, p99: Option<f64>) -> Done {
    let times = times
        .into_iter()
        .map(|time| time.as_secs_f64() * 1000.0)
        .collect();
    let series = Series::new(times).ok_or_else(|| Failure::new("no journey was made"))?;
    for percent in [50, 99] {
        let value = Series::one(series.percentile(percent));
        let what = format!("{what}, p{percent}");
        let figure = Figure::new(Group::Backend, what, Unit::Milliseconds, value);
        bench.report.add(match p99 {
            Some(bound) if percent == 99 => figure.at_most(bound),
            _ => figure,
        });
    }
    Ok(())
}

/// Journey tokens of as many different people, from the demo partner: its calls to the backend are not part of a journey.
async fn tokens(stack: &Arc<Stack>, wanted: usize) -> Done<Vec<Value>> {
    let stack = Arc::clone(stack);
    let http = reqwest::Client::new();
    let each = move |(): ()| {
        let (stack, http) = (Arc::clone(&stack), http.clone());
        async move {
            let answer = http
                .post(format!("{}/bank/token", stack.partner))
                .send()
                .await?
                .error_for_status()?;
            Ok(answer.json().await?)
        }
    };
    crowd(vec![(); wanted], each).await
}

async fn journeys(stack: &Arc<Stack>, tokens: Vec<Value>) -> Done<Vec<[Duration; Call::COUNT]>> {
    let stack = Arc::clone(stack);
    let end = Instant::now() + TIME;
    let each = move |token: Value| {
        let stack = Arc::clone(&stack);
        async move {
            if Instant::now() > end {
                return Ok(None);
            }
            let mut traveller = Traveller::new(stack)?;
            traveller.journey(&token).await?;
            Ok(Some(traveller.times))
        }
    };
    let made = crowd(tokens, each).await?;
    Ok(made.into_iter().flatten().collect())
}

/// Does `each` for all of `given`, as many at once as there are clients.
async fn crowd<T, R, F>(
    given: Vec<T>,
    each: impl Fn(T) -> F + Clone + Send + 'static,
) -> Done<Vec<R>>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Future<Output = Done<R>> + Send,
{
    let given = Arc::new(Mutex::new(given));
    let mut clients = JoinSet::new();
    for _ in 0..CLIENTS {
        let (given, each) = (Arc::clone(&given), each.clone());
        clients.spawn(async move {
            let mut made = Vec::new();
            loop {
                let next = given.lock().unwrap_or_else(PoisonError::into_inner).pop();
                let Some(next) = next else { break };
                made.push(each(next).await?);
            }
            Done::Ok(made)
        });
    }
    let mut all = Vec::new();
    while let Some(made) = clients.join_next().await {
        all.extend(made??);
    }
    Ok(all)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "nobody makes 2^52 journeys in a minute"
)]
fn count(journeys: usize) -> f64 {
    journeys as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_crowd_does_everything_once() {
        let mut done = crowd((0..500).collect(), |number: u32| async move { Ok(number) })
            .await
            .unwrap();
        done.sort_unstable();
        assert!(done.into_iter().eq(0..500));
    }

    #[tokio::test]
    async fn a_journey_that_fails_ends_the_run() {
        let failing = |number: u32| async move {
            if number == 7 {
                Err(Failure::new("seven"))
            } else {
                Ok(())
            }
        };
        assert!(crowd((0..50).collect(), failing).await.is_err());
    }
}
