//! How build and search grow, from 100 to 100,000 institutions.
//!
//! `cargo bench -p directory --features compile`. Beyond the real data, institutions are real names
//! with an invented town, so that the number of different words grows with them as it does in life.

use std::{hint::black_box, time::Duration};

use criterion::{BenchmarkId, Criterion};
use directory::{
    Availability, Directory, Options,
    compile::{self, InstitutionSource},
};

const SIZES: [usize; 4] = [100, 1_000, 10_000, 100_000];

/// What a person types on the way to a bank, and slips: the last two go through all rounds.
const QUERIES: [(&str, &str); 6] = [
    ("one letter", "s"),
    ("prefix", "raiff"),
    ("two words", "volksbank mitte"),
    ("glued", "sparkassemuldental"),
    ("typo", "raifeisenbnak"),
    ("nothing", "xqzwvk jgfdh"),
];

/// An invented town: three syllables chosen by the number.
fn town(number: usize) -> String {
    const SYLLABLES: [&str; 24] = [
        "ba", "del", "fon", "gra", "hein", "kir", "lau", "mon", "nor", "ost", "pel", "ros", "sal",
        "tor", "ulm", "ver", "wil", "zell", "bruck", "feld", "hof", "stein", "tal", "burg",
    ];
    let part = |by: usize| SYLLABLES[number / by % SYLLABLES.len()];
    [part(1), part(24), part(576)].concat()
}

/// A country of this many institutions.
fn file(count: usize) -> String {
    let all = compile::default_institutions().expect("the data that ships is right");
    let real: Vec<InstitutionSource> = all
        .into_iter()
        .filter(|one| one.country != "FR" && one.successor.is_none())
        .collect();
    let many: Vec<InstitutionSource> = (0..count)
        .map(|number| {
            let mut one = real[number * 7 % real.len()].clone();
            "XX".clone_into(&mut one.country);
            one.popularity = None;
            if number >= real.len() {
                one.name = format!("{} {}", one.name, town(number));
                one.id = format!("{}-{number}", one.id);
            }
            one
        })
        .collect();
    compile::country_file(&many, |_, _| Availability::Connected)
}

fn grow(criterion: &mut Criterion) {
    for count in SIZES {
        let text = file(count);
        let directory = Directory::parse(text.as_str()).expect("it reads back");
        let heap = directory.heap_bytes();
        println!(
            "{count} institutions: {} bytes of text, {heap} on the heap with it",
            text.len()
        );

        let mut group = criterion.benchmark_group("build");
        group.bench_function(BenchmarkId::from_parameter(count), |bench| {
            bench.iter(|| Directory::parse(black_box(text.as_str())));
        });
        group.finish();

        let mut group = criterion.benchmark_group("search");
        for (kind, query) in QUERIES {
            group.bench_function(BenchmarkId::new(kind, count), |bench| {
                bench.iter(|| directory.search(black_box(query), &Options::default()));
            });
        }
        group.finish();
    }
}

fn main() {
    let mut criterion = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_secs(1))
        .configure_from_args();
    grow(&mut criterion);
    criterion.final_summary();
}
