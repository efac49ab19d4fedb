//! What people type, labelled: how often the right answer comes first, or among the first three.
//!
//! `cargo test -p directory --features compile --test queries -- --nocapture` prints the table.

use std::collections::BTreeMap;

use directory::{Availability, Directory, Hit, Options, Status, compile};

const QUERIES: &str = include_str!("queries.tsv");

/// Just under what is reached, in per mille: a change that costs a query shows.
const FLOOR_FIRST: usize = 995;
/// The same for the first three.
const FLOOR_THREE: usize = 998;

fn france() -> Directory {
    let sources = compile::institutions(compile::FRANCE).expect("the data that ships is right");
    Directory::parse(compile::country_file(&sources, |_, _| {
        Availability::Connected
    }))
    .expect("it reads back")
}

/// The answer that a line of the set asks for.
struct Expected<'q> {
    institution: &'q str,
    /// `-` none, `*` any, or an id.
    region: &'q str,
}

impl Expected<'_> {
    fn is(&self, directory: &Directory, hit: &Hit) -> bool {
        let region = hit.region.map(|region| directory.region(region).id());
        directory.institution(hit.institution).id() == self.institution
            && match self.region {
                "*" => true,
                "-" => region.is_none(),
                id => region.as_deref() == Some(id),
            }
    }
}

#[derive(Default)]
struct Score {
    queries: usize,
    first: usize,
    three: usize,
}

#[test]
fn the_labelled_set_is_answered() {
    let directory = france();
    let mut table: BTreeMap<&str, Score> = BTreeMap::new();
    let lines: Vec<&str> = QUERIES
        .lines()
        .filter(|line| !line.starts_with('#'))
        .collect();
    for line in &lines {
        let fields: Vec<&str> = line.split('\t').collect();
        let [kind, query, institution, region] = fields[..] else {
            panic!("four fields in {line}")
        };
        let expected = Expected {
            institution,
            region,
        };
        let hits = directory.search(
            query,
            &Options {
                limit: 3,
                segment: None,
            },
        );
        let place = hits.iter().position(|hit| expected.is(&directory, hit));
        for row in [kind, "all"] {
            let score = table.entry(row).or_default();
            score.queries += 1;
            score.first += usize::from(place == Some(0));
            score.three += usize::from(place.is_some());
        }
        if place != Some(0) {
            let got: Vec<String> = compile::find_in(&directory, query, 3)
                .into_iter()
                .map(|row| row.region.unwrap_or(row.institution))
                .collect();
            println!("{kind}: {query:?} wants {institution} {region}, has {got:?}");
        }
    }
    println!("{:<14}{:>8}{:>9}{:>9}", "kind", "queries", "top-1", "top-3");
    let share = |part: usize, of: usize| format!("{}.{} %", part * 100 / of, part * 1000 / of % 10);
    for (kind, score) in &table {
        let (first, three) = (
            share(score.first, score.queries),
            share(score.three, score.queries),
        );
        println!("{kind:<14}{:>8}{first:>9}{three:>9}", score.queries);
    }
    let all = &table["all"];
    assert!(all.queries >= 300, "{} queries", all.queries);
    assert!(
        all.first * 1000 >= FLOOR_FIRST * all.queries,
        "top-1 {} of {}",
        all.first,
        all.queries
    );
    assert!(
        all.three * 1000 >= FLOOR_THREE * all.queries,
        "top-3 {} of {}",
        all.three,
        all.queries
    );
}

#[test]
fn r_141_every_active_institution_is_found_by_its_name_and_by_each_alias() {
    let directory = france();
    for one in directory
        .institutions()
        .filter(|one| one.status() == Status::Active)
    {
        let hits = directory.search(one.name(), &Options::default());
        assert_eq!(
            hits.first().map(|hit| hit.institution),
            Some(one.index()),
            "{}",
            one.name()
        );
        for alias in one.aliases() {
            let hits = directory.search(alias, &Options::default());
            assert!(
                hits.iter()
                    .take(4)
                    .any(|hit| hit.institution == one.index()),
                "{alias} for {}",
                one.name()
            );
        }
    }
}

#[test]
fn every_region_is_found_with_the_name_of_its_institution() {
    let directory = france();
    for one in directory.institutions() {
        for region in one.regions() {
            let query = format!("{} {}", one.name(), region.name());
            let hits = directory.search(&query, &Options::default());
            assert_eq!(
                hits.first().and_then(|hit| hit.region),
                Some(region.index()),
                "{query}"
            );
        }
    }
}
