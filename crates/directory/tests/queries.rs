//! What people type, labelled: how often the right answer comes first, or among the first three.
//!
//! `cargo test -p directory --features compile --test queries -- --nocapture` prints the table.

mod labelled;

use directory::{Options, Status};
use labelled::{Asked, Score, country, measure};

const QUERIES: &str = include_str!("queries.tsv");

/// Queries written down before the search had answered any of them.
const UNSEEN: &str = include_str!("unseen.tsv");

/// Others of the same kind, read once: nothing has been changed for them.
const BLIND: &str = include_str!("blind.tsv");

/// The rows of a set, without its header.
fn rows(set: &str) -> impl Iterator<Item = Vec<&str>> {
    set.lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split('\t').collect())
}

/// The floors lie just under what is reached, in per mille: a change that costs a query shows.
#[test]
fn the_labelled_set_is_answered() {
    let score = measure(rows(QUERIES).map(|row| {
        let [kind, query, institution, region] = row[..] else {
            panic!("four fields in {row:?}")
        };
        Asked {
            kind,
            country: "FR",
            query,
            institution,
            region,
        }
    }));
    assert!(score.queries >= 300, "{} queries", score.queries);
    score.at_least(995, 998);
}

/// A set with a country in each row.
fn measure_abroad(set: &str) -> Score {
    measure(rows(set).map(|row| {
        let [kind, country, query, institution, region] = row[..] else {
            panic!("five fields in {row:?}")
        };
        Asked {
            kind,
            country,
            query,
            institution,
            region,
        }
    }))
}

#[test]
fn the_unseen_set_is_answered() {
    let score = measure_abroad(UNSEEN);
    assert!(score.queries >= 150, "{} queries", score.queries);
    score.at_least(984, 991);
}

#[test]
fn the_blind_set_is_answered() {
    let score = measure_abroad(BLIND);
    assert!(score.queries >= 90, "{} queries", score.queries);
    score.at_least(985, 990);
}

#[test]
fn r_141_every_active_institution_is_found_by_its_name_and_by_each_alias() {
    let directory = country("FR");
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
    let directory = country("FR");
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
