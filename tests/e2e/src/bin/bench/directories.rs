//! Directories of any size, made from the real one: the same number gives the same bytes on every machine.

use std::collections::HashSet;

use directory::{
    Availability,
    compile::{self, InstitutionSource},
};
use e2e::Done;

/// The default data of France, as it is.
pub fn france() -> Done<Vec<InstitutionSource>> {
    Ok(compile::institutions(compile::FRANCE)?)
}

/// `count` institutions: the active ones of France first, popular as they are, then the banks of the other countries,
/// and from there on their names again, each with an invented town, so that different words grow with the number as they
/// do in life. All are in France, so that they are one file.
pub fn of(count: usize) -> Done<Vec<InstitutionSource>> {
    let all = compile::default_institutions()?;
    let active = |one: &&InstitutionSource| {
        one.status == directory::Status::Active && one.successor.is_none()
    };
    let (french, others): (Vec<_>, Vec<_>) = all
        .iter()
        .filter(active)
        .cloned()
        .partition(|one| one.country == "FR");
    let invented = (0..count).map(|number| {
        let mut one = others[number * 7 % others.len()].clone();
        "FR".clone_into(&mut one.country);
        one.popularity = None;
        one.regions.clear();
        one.bank_codes.clear();
        one.id = format!("{}-{number}", one.id);
        if number >= others.len() {
            one.name = format!("{} {}", one.name, town(number));
        }
        one
    });
    Ok(french.into_iter().chain(invented).take(count).collect())
}

/// An invented town: three syllables chosen by the number.
fn town(number: usize) -> String {
    const SYLLABLES: [&str; 24] = [
        "ba", "del", "fon", "gra", "hein", "kir", "lau", "mon", "nor", "ost", "pel", "ros", "sal",
        "tor", "ulm", "ver", "wil", "zell", "bruck", "feld", "hof", "stein", "tal", "burg",
    ];
    let part = |by: usize| SYLLABLES[number / by % SYLLABLES.len()];
    let name = [part(1), part(24), part(576)].concat();
    name[..1].to_uppercase() + &name[1..]
}

/// As the backend would serve them, every bank with a connector.
pub fn text(institutions: &[InstitutionSource]) -> String {
    compile::country_file(institutions, |_, _| Availability::Connected)
}

/// At most `wanted` different searches, from institutions all over the list: the first word of a name and the beginning of
/// its second. Every program is asked the same, so only names in plain letters are taken, which all of them can find.
pub fn queries(institutions: &[InstitutionSource], wanted: usize) -> Vec<String> {
    // A stride that shares no factor with any count used visits every institution once.
    const STRIDE: usize = 7_919;
    let mut known = HashSet::new();
    (0..institutions.len())
        .map(|at| at * STRIDE % institutions.len())
        .filter_map(|at| query(&institutions[at].name))
        .filter(|query| known.insert(query.clone()))
        .take(wanted)
        .collect()
}

fn query(name: &str) -> Option<String> {
    let plain = name
        .chars()
        .all(|letter| letter.is_ascii_alphabetic() || letter == ' ');
    let mut words = name.split(' ');
    let (first, second) = (words.next()?, words.next()?);
    let fits = plain && (3..=10).contains(&first.len()) && second.len() >= 4;
    fits.then(|| format!("{first} {}", &second[..3]).to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_number_gives_the_same_directory_of_that_many() {
        for count in [100, 4_000, 10_000] {
            let institutions = of(count).unwrap();
            assert_eq!(institutions.len(), count);
            assert_eq!(institutions, of(count).unwrap());
            let ids: HashSet<_> = institutions.iter().map(|one| &one.id).collect();
            assert_eq!(ids.len(), count, "an id occurs twice");
        }
    }

    #[test]
    fn the_widget_can_read_it_and_finds_what_is_asked() {
        let institutions = of(5_000).unwrap();
        let directory = directory::Directory::parse(text(&institutions)).unwrap();
        let queries = queries(&institutions, 30);
        assert_eq!(queries.len(), 30);
        for query in queries {
            let hits = directory.search(&query, &directory::Options::default());
            assert!(!hits.is_empty(), "{query}");
        }
    }

    #[test]
    fn words_grow_with_the_number() {
        let words = |count| {
            let institutions = of(count).unwrap();
            let words: HashSet<_> = institutions
                .iter()
                .flat_map(|one| one.name.split(' ').map(str::to_owned).collect::<Vec<_>>())
                .collect();
            words.len()
        };
        assert!(words(20_000) > words(5_000) + 5_000);
    }

    #[test]
    fn a_query_is_the_first_word_and_a_beginning() {
        assert_eq!(query("Sparkasse Muldental"), Some("sparkasse mul".into()));
        assert_eq!(query("Crédit Agricole"), None);
        assert_eq!(query("Revolut"), None);
    }
}
