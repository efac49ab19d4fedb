//! From the last key to the results.

use directory::compile::InstitutionSource;
use e2e::{Done, Failure};

use crate::{
    bench::Bench,
    directories,
    figures::{Condition, Figure, Group, Series, Unit},
    meter::Meter,
    target::Target,
};

/// The figure that the goals are about.
pub const AT_TEN_THOUSAND: &str = "last key to results, 10,000 institutions";
const TEN_THOUSAND: usize = 10_000;

/// A size, its name in the table, and what is allowed plain and at CPU ×4, in milliseconds.
struct Size {
    count: Option<usize>,
    what: &'static str,
    at_most: [Option<f64>; 2],
}

const SIZES: [Size; 4] = [
    Size {
        count: None,
        what: "last key to results, France as it is",
        at_most: [Some(16.0), Some(50.0)],
    },
    Size {
        count: Some(4_000),
        what: "last key to results, 4,000 institutions",
        at_most: [Some(16.0), Some(50.0)],
    },
    Size {
        count: Some(TEN_THOUSAND),
        what: AT_TEN_THOUSAND,
        at_most: [Some(16.0), Some(50.0)],
    },
    Size {
        count: Some(100_000),
        what: "last key to results, 100,000 institutions",
        at_most: [Some(30.0), None],
    },
];

/// A task of the main thread beyond this is felt, in milliseconds.
const LONG_TASK: f64 = 50.0;
/// Whether nothing has come for half a second: the first screen does not wait for the whole list.
const LOADED: &str = "const files = performance.getEntriesByType('resource').map(file => file.responseEnd); \
                      return performance.now() > Math.max(__bench.listed, ...files) + 500";

/// What an index of 10,000 may take to be built, in milliseconds.
const INDEX_BUILT: f64 = 30.0;

/// Measures every size, and the peers at 10,000.
pub async fn measure(bench: &mut Bench, meter: &Meter) -> Done {
    index(bench, meter).await?;
    for size in SIZES {
        let institutions = match size.count {
            None => directories::france()?,
            Some(count) => directories::of(count)?,
        };
        let mut targets = vec![bench.site.guichet(&institutions, &bench.recorded)];
        if bench.has_peers && size.count == Some(TEN_THOUSAND) {
            targets.extend(bench.site.peers(&institutions));
        }
        for target in targets {
            for (condition, at_most) in [Condition::Plain, Condition::Cpu4]
                .into_iter()
                .zip(size.at_most)
            {
                eprintln!(
                    "search: {}, {}, {}",
                    size.what,
                    target.program.name(),
                    condition.name()
                );
                let figures = searches(bench, meter, &target, condition, &institutions).await?;
                let [painted, longest] = figures;
                let painted = Figure::new(Group::Search, size.what, Unit::Milliseconds, painted)
                    .of(target.program)
                    .under(condition);
                let painted = match at_most {
                    Some(bound) => painted.at_most(bound),
                    None => painted,
                };
                let what = size
                    .what
                    .replace("last key to results", "longest task while typing");
                let longest = Figure::new(Group::Search, what, Unit::Milliseconds, longest)
                    .of(target.program)
                    .under(condition)
                    .at_most(LONG_TASK);
                bench.report.add(painted);
                bench.report.add(longest);
            }
        }
    }
    Ok(())
}

/// The index of 10,000 institutions; and all that their arrival sets off, from the text to the list that is drawn anew.
async fn index(bench: &mut Bench, meter: &Meter) -> Done {
    let target = bench
        .site
        .guichet(&directories::of(TEN_THOUSAND)?, &bench.recorded);
    let (mut built, mut drawn) = (Vec::new(), Vec::new());
    for _ in 0..bench.repetitions {
        meter.visit(&target, Condition::Plain).await?;
        drawn.extend(
            meter
                .until("the list", "return __bench.drawn")
                .await?
                .as_f64(),
        );
        built.extend(
            meter
                .until("the index", "return __bench.indexed")
                .await?
                .as_f64(),
        );
        meter.leave().await?;
    }
    let figures = [
        ("index built, 10,000 institutions", built, Some(INDEX_BUILT)),
        ("their text taken, index built, list drawn", drawn, None),
    ];
    for (what, times, at_most) in figures {
        let series = Series::new(times).ok_or_else(|| Failure::new("no index was built"))?;
        let figure =
            Figure::new(Group::Search, what, Unit::Milliseconds, series).of(target.program);
        bench.report.add(match at_most {
            Some(bound) => figure.at_most(bound),
            None => figure,
        });
    }
    Ok(())
}

/// One page, one search after the other: from the last key to the results, and the longest task of each search.
async fn searches(
    bench: &Bench,
    meter: &Meter,
    target: &Target,
    condition: Condition,
    institutions: &[InstitutionSource],
) -> Done<[Series; 2]> {
    meter.visit(target, condition).await?;
    meter.until("the list of banks", LOADED).await?;
    meter.watch().await?;
    let (mut painted, mut longest) = (Vec::new(), Vec::new());
    // More than are needed: where the last key changes nothing in the list, there is nothing to measure. The first is
    // not counted: the program may put off work until somebody types.
    for (at, query) in directories::queries(institutions, 3 * bench.repetitions + 1)
        .iter()
        .enumerate()
    {
        let searched = meter.search(query).await?;
        meter.clear().await?;
        if let Some(searched) = searched
            && at > 0
        {
            painted.push(searched.painted);
            longest.push(searched.longest_task);
        }
        if painted.len() == bench.repetitions {
            break;
        }
    }
    meter.leave().await?;
    let none = || Failure::new("no search changed the list");
    Ok([
        Series::new(painted).ok_or_else(none)?,
        Series::new(longest).ok_or_else(none)?,
    ])
}
