//! From the answers to the purposes to the result: the bank is read, every formula computed, everything drawn.

use e2e::{Done, Failure, Person, Place, Spot, bank::Hand::Pointer, walk::Given};

use crate::{
    bench::Bench,
    figures::{Figure, Group, Series, Unit},
};

const BANK: &str = "la banque postale";
/// What the person should not wait longer for, in milliseconds.
const RESULT: f64 = 1_000.0;

/// Notes the press, the first frame with a skeleton, and the frame after the first card.
const WATCH: &str = "const seen = window.seen = {}; \
    const look = () => { \
        const frame = root(widget).querySelector('.frame'); \
        if (!seen.skeleton && frame.querySelector('.skeleton')) seen.skeleton = performance.now() - seen.press; \
        if (frame.dataset.place === 'result' && frame.querySelector('.card')) \
            requestAnimationFrame(() => seen.result = performance.now() - seen.press); \
        else requestAnimationFrame(look); \
    }; \
    document.addEventListener('click', () => { seen.press = performance.now(); requestAnimationFrame(look); }, \
        { capture: true, once: true }); return null";

/// A household with every account and every purpose, 24 months of data, against the real backend and the sandbox.
pub async fn measure(bench: &mut Bench) -> Done {
    let (mut skeletons, mut results) = (Vec::new(), Vec::new());
    let mut transactions = 0.0_f64;
    // The first is not counted: the programs warm up.
    for round in 0..=bench.repetitions {
        eprintln!("result: {round} of {}", bench.repetitions);
        let person = Person::sit_down_at(bench.stack.clone()).await?;
        person.open("/").await?;
        person.until(Place::Bank).await?;
        person.to_accounts_as(BANK, Spot::HOUSEHOLD).await?;
        person.tick(Pointer).await?;
        person.switch_on(Pointer, Given::All).await?;
        person.look(WATCH).await?;
        person.click(Spot::FORWARD).await?;
        person
            .until_seen("the result", "return window.seen.result ?? null")
            .await?;
        let number = async |name: &str| {
            let seen = person
                .look(&format!("return window.seen.{name} ?? null"))
                .await?;
            seen.as_f64()
                .ok_or_else(|| Failure::new(format!("no time of the {name}")))
        };
        if round > 0 {
            skeletons.push(number("skeleton").await?);
            results.push(number("result").await?);
        }
        let most = "return Math.max(...[...root(widget).querySelectorAll('.card > p')] \
            .map(p => Number((p.textContent.match(/(\\d+) opérations/) ?? [0, '0'])[1])))";
        transactions = person.look(most).await?.as_f64().unwrap_or_default();
    }
    let series = |values| Series::new(values).ok_or_else(|| Failure::new("no times"));
    let (skeletons, results) = (series(skeletons)?, series(results)?);
    let of = |what: &str, unit, series| Figure::new(Group::Result, what, unit, series);
    bench.report.add(of(
        "transactions of the household",
        Unit::Count,
        Series::one(transactions),
    ));
    bench
        .report
        .add(of("answers to skeleton", Unit::Milliseconds, skeletons));
    bench
        .report
        .add(of("answers to result painted", Unit::Milliseconds, results).at_most(RESULT));
    Ok(())
}
