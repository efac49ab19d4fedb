//! What holds for any query and any data.

use std::sync::LazyLock;

use directory::{Availability, Directory, Options, Status, compile, fold};
use proptest::{prelude::*, sample};

static FRANCE: LazyLock<Directory> = LazyLock::new(|| {
    let sources = compile::institutions(compile::FRANCE).expect("the data that ships is right");
    Directory::parse(compile::country_file(&sources, |_, _| {
        Availability::Connected
    }))
    .expect("it reads back")
});

/// Long names, where a typo is forgiven.
static LONG: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let active = FRANCE
        .institutions()
        .filter(|one| one.status() == Status::Active);
    active
        .map(|one| (one.name().to_owned(), one.id().into_owned()))
        .filter(|(name, _)| fold(name).len() >= 8)
        .collect()
});

/// One slip: a letter left out, doubled, swapped with the next, or replaced.
fn slip(name: &str, at: usize, how: u8, letter: char) -> String {
    let mut letters: Vec<char> = fold(name).chars().collect();
    let at = at % letters.len();
    match how % 4 {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, letters[at]),
        2 if at + 1 < letters.len() => letters.swap(at, at + 1),
        _ => letters[at] = letter,
    }
    letters.into_iter().collect()
}

/// How many of these slips lead to the right institution among the first three, in per cent. Measured:
/// see the test's output; the floor is just under it.
const FOUND_AFTER_A_SLIP: usize = 98;

#[test]
fn one_slip_in_a_long_name_is_forgiven() {
    let (mut tried, mut found) = (0, 0);
    for (name, id) in LONG.iter() {
        for at in 0..fold(name).len() {
            // Each place gets one kind of slip, in turn: all of them take minutes without optimisation.
            let query = slip(
                name,
                at,
                u8::try_from((at + name.len()) % 4).unwrap_or_default(),
                'x',
            );
            let hits = FRANCE.search(
                &query,
                &Options {
                    limit: 3,
                    segment: None,
                },
            );
            tried += 1;
            found += usize::from(
                hits.iter()
                    .any(|hit| FRANCE.institution(hit.institution).id() == *id),
            );
        }
    }
    println!("one slip: {found} of {tried} found among the first three");
    assert!(
        found * 100 >= FOUND_AFTER_A_SLIP * tried,
        "{found} of {tried}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn search_never_panics_and_keeps_its_limit(query in ".{0,60}", limit in 0_usize..20) {
        let hits = FRANCE.search(&query, &Options { limit, segment: None });
        prop_assert!(hits.len() <= limit);
        prop_assert!(FRANCE.near(&query).len() <= 5);
        for hit in hits {
            prop_assert!(hit.institution.get() < FRANCE.len());
        }
    }

    #[test]
    fn search_never_panics_on_what_looks_like_a_name(query in "[a-zéèç' -]{0,40}") {
        FRANCE.search(&query, &Options::default());
        FRANCE.near(&query);
    }

    #[test]
    fn the_order_of_words_does_not_matter_for_a_full_name(at in 0_usize..140, seed in any::<u64>()) {
        let (name, id) = &LONG[at % LONG.len()];
        let folded = fold(name);
        let mut words: Vec<&str> = folded.split(' ').collect();
        let by = usize::try_from(seed % words.len() as u64).unwrap_or_default();
        words.rotate_left(by);
        let hits = FRANCE.search(&words.join(" "), &Options { limit: 3, segment: None });
        prop_assert!(hits.iter().any(|hit| FRANCE.institution(hit.institution).id() == *id), "{words:?}");
    }

    #[test]
    fn folding_twice_changes_nothing(text in ".{0,80}") {
        let once = fold(&text);
        prop_assert_eq!(fold(&once), once.clone());
        prop_assert!(!once.starts_with(' ') && !once.ends_with(' ') && !once.contains("  "));
    }

    #[test]
    fn every_region_is_ranked_whatever_is_typed(query in ".{0,30}", at in 0_usize..15) {
        let institution = FRANCE.institutions().nth(at).expect("fifteen popular ones");
        let mut ranked: Vec<usize> =
            FRANCE.rank_regions(institution.index(), &query).iter().map(|one| one.region.get()).collect();
        ranked.sort_unstable();
        let all: Vec<usize> = institution.regions().map(|region| region.index().get()).collect();
        prop_assert_eq!(ranked, all);
    }

    #[test]
    fn a_broken_file_is_refused_or_read_but_never_panics(text in "(guichet-directory 1 FR 2\n)?[^\u{0}]{0,200}") {
        if let Ok(directory) = Directory::parse(text) {
            directory.search("banque", &Options::default());
            for one in directory.institutions() {
                one.id();
                one.successor();
                one.monogram();
            }
        }
    }

    #[test]
    fn what_is_compiled_reads_back(picks in sample::subsequence((0..156).collect::<Vec<usize>>(), 1..40)) {
        let all = compile::institutions(compile::FRANCE).expect("the data that ships is right");
        let mut some: Vec<_> = picks.iter().map(|at| all[*at].clone()).collect();
        let ids: Vec<String> = some.iter().map(|one| one.id.clone()).collect();
        for one in &mut some {
            one.successor = one.successor.take().filter(|id| ids.contains(id));
        }
        let availability = |id: &str, region: Option<&str>| match (id.len() + region.map_or(0, str::len)) % 3 {
            0 => Availability::Connected,
            1 => Availability::NoConnector,
            _ => Availability::Down,
        };
        let directory = Directory::parse(compile::country_file(&some, availability)).expect("it reads back");
        prop_assert_eq!(directory.len(), some.len());
        for source in &some {
            let read = directory.by_id(&source.id).expect("found by id");
            prop_assert_eq!(read.name(), &source.name);
            prop_assert_eq!(read.domain(), source.domain.as_deref());
            prop_assert_eq!(read.group(), source.group.as_deref());
            prop_assert_eq!(read.brand_color(), source.brand_color.clone());
            prop_assert_eq!(read.segments(), source.segments);
            prop_assert_eq!(read.status(), source.status);
            prop_assert_eq!(read.availability(), availability(&source.id, None));
            prop_assert_eq!(read.successor().map(|one| one.id().into_owned()), source.successor.clone());
            prop_assert!(read.bic().eq(&source.bic) && read.bank_codes().eq(&source.bank_codes));
            prop_assert_eq!(read.regions().len(), source.regions.len());
            for region in read.regions() {
                let source = source.regions.iter().find(|one| one.id == region.id()).expect("found by id");
                prop_assert_eq!(region.name(), &source.name);
                prop_assert_eq!(region.domain(), source.domain.as_deref());
                prop_assert!(region.departments().eq(&source.departments) && region.bank_codes().eq(&source.bank_codes));
                prop_assert!(region.bic().eq(&source.bic));
                prop_assert_eq!(region.availability(), availability(&read.id(), Some(&source.id)));
            }
        }
    }
}
