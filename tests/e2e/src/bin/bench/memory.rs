//! Heap, wasm memory and elements of a page with 10,000 institutions, after one search.

use e2e::{Done, Failure};

use crate::{
    bench::Bench,
    directories,
    figures::{Condition, Figure, Group, Program, Series, Unit},
    meter::Meter,
    target::Target,
};

const INSTITUTIONS: usize = 10_000;
const MILLION: f64 = 1e6;

/// Measures the widget, the peers and the floor.
pub async fn measure(bench: &mut Bench, meter: &Meter) -> Done {
    let institutions = directories::of(INSTITUTIONS)?;
    let query = directories::queries(&institutions, 1)
        .pop()
        .ok_or_else(|| Failure::new("no name to search for"))?;
    let mut targets = vec![bench.site.guichet(&institutions, &bench.recorded)];
    if bench.has_peers {
        targets.extend(bench.site.peers(&institutions));
    }
    targets.push(bench.site.empty());
    for target in targets {
        eprintln!("memory: {}", target.program.name());
        let mut values = [Vec::new(), Vec::new(), Vec::new()];
        for _ in 0..bench.repetitions {
            let taken = once(meter, &target, &query).await?;
            for (values, value) in values.iter_mut().zip(taken) {
                values.push(value);
            }
        }
        let shapes = [
            ("JavaScript heap", Unit::Megabytes, 2.0),
            ("wasm memory", Unit::Megabytes, 8.0),
            ("elements, shadow trees included", Unit::Count, 500.0),
        ];
        for ((what, unit, bound), values) in shapes.into_iter().zip(values) {
            let Some(series) = Series::new(values) else {
                continue;
            };
            // Programs without wasm have no row of it.
            if series.max() == 0.0 {
                continue;
            }
            let figure = Figure::new(Group::Memory, what, unit, series).of(target.program);
            bench.report.add(if target.program == Program::Guichet {
                figure.at_most(bound)
            } else {
                figure
            });
        }
    }
    Ok(())
}

async fn once(meter: &Meter, target: &Target, query: &str) -> Done<[f64; 3]> {
    meter.visit(target, Condition::Plain).await?;
    if target.program != Program::Empty {
        meter.watch().await?;
        meter.search(query).await?;
    }
    let heap = meter.heap().await? / MILLION;
    let wasm = meter.number("return __bench.wasm()").await? / MILLION;
    let elements = meter.number("return __bench.elements()").await?;
    meter.leave().await?;
    Ok([heap, wasm, elements])
}
