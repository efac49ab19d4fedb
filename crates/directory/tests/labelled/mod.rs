//! Runs a labelled set: how often the right answer comes first, or among the first three.

use std::collections::BTreeMap;

use directory::{Availability, Directory, Hit, Options, compile};

/// A query and the answer it asks for.
pub struct Asked<'q> {
    pub kind: &'q str,
    pub country: &'q str,
    pub query: &'q str,
    pub institution: &'q str,
    /// `-` none, `*` any, or an id.
    pub region: &'q str,
}

impl Asked<'_> {
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

/// How many of a kind were asked, and how many of them answered.
#[derive(Clone, Copy, Default)]
pub struct Score {
    pub queries: usize,
    pub first: usize,
    pub three: usize,
}

impl Score {
    /// Fails when fewer per mille than this come first, or among the first three.
    pub fn at_least(self, first: usize, three: usize) {
        let Score {
            queries,
            first: one,
            three: among,
        } = self;
        assert!(one * 1000 >= first * queries, "top-1 {one} of {queries}");
        assert!(
            among * 1000 >= three * queries,
            "top-3 {among} of {queries}"
        );
    }
}

/// The directory of one country, from the data that ships.
pub fn country(code: &str) -> Directory {
    let mut sources = compile::default_institutions().expect("the data that ships is right");
    sources.retain(|one| one.country == code);
    Directory::parse(compile::country_file(&sources, |_, _| {
        Availability::Connected
    }))
    .expect("it reads back")
}

/// Asks all of a set, prints what was missed and the table, and answers the sum.
pub fn measure<'q>(set: impl IntoIterator<Item = Asked<'q>>) -> Score {
    let mut directories: BTreeMap<&str, Directory> = BTreeMap::new();
    let mut table: BTreeMap<&str, Score> = BTreeMap::new();
    for asked in set {
        let directory = directories
            .entry(asked.country)
            .or_insert_with(|| country(asked.country));
        let options = Options {
            limit: 3,
            segment: None,
        };
        let hits = directory.search(asked.query, &options);
        let place = hits.iter().position(|hit| asked.is(directory, hit));
        for row in [asked.kind, "all"] {
            let score = table.entry(row).or_default();
            score.queries += 1;
            score.first += usize::from(place == Some(0));
            score.three += usize::from(place.is_some());
        }
        if place != Some(0) {
            let got: Vec<String> = compile::find_in(directory, asked.query, 3)
                .into_iter()
                .map(|row| row.region.unwrap_or(row.institution))
                .collect();
            println!(
                "{}: {:?} wants {} {}, has {got:?}",
                asked.kind, asked.query, asked.institution, asked.region
            );
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
    table["all"]
}
