//! From the navigation to the search box.

use e2e::Done;

use crate::{
    bench::Bench,
    directories,
    figures::{Condition, Figure, Group, Program, Series, Unit},
    meter::{Meter, Ready},
    target::Target,
};

/// The figure that the goals are about.
pub const SEARCH_BOX: &str = "search box";
const FIRST_BANK: &str = "first bank listed";

/// Measures all programs in turn, round by round, so that a busy moment of the machine meets all of them.
pub async fn measure(bench: &mut Bench, meter: &Meter) -> Done {
    let france = directories::france()?;
    let mut targets = vec![("", bench.site.guichet(&france, &bench.recorded))];
    let partner = Target::new(Program::Guichet, format!("{}/", bench.stack.partner));
    targets.push((" (real backend, three origins)", partner));
    if bench.has_peers {
        targets.extend(bench.site.peers(&france).map(|target| ("", target)));
    }
    targets.push(("", bench.site.empty()));

    for condition in Condition::ALL {
        eprintln!("ready: {}", condition.name());
        let mut seen: Vec<Vec<Ready>> = vec![Vec::new(); targets.len()];
        // The first round is not counted: the browser starts up parts of itself, and files come into the disk's cache.
        for round in 0..=bench.repetitions {
            for ((_, target), seen) in targets.iter().zip(&mut seen) {
                let ready = meter.visit(target, condition).await?;
                meter.leave().await?;
                if round > 0 {
                    seen.push(ready);
                }
            }
        }
        for ((note, target), seen) in targets.iter().zip(seen) {
            let boxes = seen.iter().map(|ready| ready.search_box).collect();
            let banks = seen.iter().filter_map(|ready| ready.first_bank).collect();
            for (what, values) in [(SEARCH_BOX, boxes), (FIRST_BANK, banks)] {
                let Some(series) = Series::new(values) else {
                    continue;
                };
                let what = format!("{what}{note}");
                let figure = Figure::new(Group::Ready, what, Unit::Milliseconds, series);
                bench.report.add(figure.of(target.program).under(condition));
            }
        }
    }
    Ok(())
}
