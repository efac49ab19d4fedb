//! When two names are one person's.
//!
//! Banks write `MME DURAND EPOUSE MOREL CAMILLE`, partners `Camille Morel`. Folding takes away accents, case, hyphens,
//! titles and the order; a name that has further words (more given names, a birth and a married name) agrees with one
//! that lacks them. What is left must share two words at least: a family name alone is too many people's. (A double
//! family name alone is taken for two words: nothing in it says that it is one.)

/// Titles, and the words that join a married name to a birth name.
const NOISE: [&str; 21] = [
    "m",
    "mr",
    "mme",
    "mlle",
    "monsieur",
    "madame",
    "mademoiselle",
    "mrs",
    "ms",
    "miss",
    "dr",
    "docteur",
    "me",
    "ou",
    "et",
    "nee",
    "ne",
    "epouse",
    "ep",
    "veuve",
    "vve",
];

/// Small words of family names: two of them, or one beside a family name, do not make a second name.
const PARTICLES: [&str; 12] = [
    "de", "du", "des", "la", "le", "les", "da", "dos", "van", "von", "el", "ben",
];

/// How much of a name is looked at: no person's is longer.
const LONGEST: usize = 200;

/// The folded words of a name that say who it is. A single letter says nothing.
pub(super) fn words(name: &str) -> Vec<String> {
    let short: String = name.chars().take(LONGEST).collect();
    directory::fold(&short)
        .split(' ')
        .filter(|word| word.chars().count() > 1 && !NOISE.contains(word))
        .map(str::to_owned)
        .collect()
}

/// Whether a name can be compared with anything: two words at least, and not endless.
pub fn is_usable(name: &str) -> bool {
    name.chars().count() <= LONGEST && says_enough(&words(name))
}

fn says_enough(words: &[String]) -> bool {
    let says = |word: &&String| !PARTICLES.contains(&word.as_str());
    words.iter().filter(says).count() > 1
}

/// Whether two names can be one person's.
pub(super) fn agree(one: &str, other: &str) -> bool {
    let (one, other) = (words(one), words(other));
    fits(&one, &other) || fits(&other, &one)
}

fn fits(few: &[String], many: &[String]) -> bool {
    says_enough(few) && (covers(many, few) || covers_glued(few, many))
}

/// Each word of `few` is one of `many`, or two of them that stand side by side: `LE GOFF` and `LEGOFF`.
fn covers(many: &[String], few: &[String]) -> bool {
    let mut left = many.to_vec();
    few.iter().all(|word| take(&mut left, word))
}

/// The shorter list is the one with a glued word, and the longer one has it in two.
fn covers_glued(few: &[String], many: &[String]) -> bool {
    let mut left = few.to_vec();
    let mut at = 0;
    while at < many.len() {
        if take_whole(&mut left, &many[at]) {
            at += 1;
        } else if at + 1 < many.len()
            && take_whole(&mut left, &format!("{}{}", many[at], many[at + 1]))
        {
            at += 2;
        } else {
            return false;
        }
    }
    left.is_empty()
}

fn take_whole(left: &mut Vec<String>, word: &str) -> bool {
    let place = left.iter().position(|one| one == word);
    place.map(|place| left.remove(place)).is_some()
}

fn take(left: &mut Vec<String>, word: &str) -> bool {
    if take_whole(left, word) {
        return true;
    }
    let glued = (1..left.len()).find(|at| format!("{}{}", left[at - 1], left[*at]) == *word);
    if let Some(at) = glued {
        left.drain(at - 1..=at);
    }
    glued.is_some()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn r_038_one_person_under_the_names_that_banks_and_partners_write() {
        for (bank, partner) in [
            ("MME CAMILLE MOREL", "Camille Morel"),
            ("M. ANTOINE FOYER", "FOYER Antoine"),
            ("MOREL CAMILLE", "Camille Marie Morel"),
            ("M JEAN-PIERRE DUPONT", "Jean Pierre Dupont"),
            ("M RENE VIDAL", "René Vidal"),
            ("MME DURAND EPOUSE MOREL CAMILLE", "Camille Morel"),
            ("MME MOREL NEE DURAND CAMILLE", "Camille Durand"),
            ("CAMILLE MOREL", "Camille Durand née Morel"),
            ("MME CAMILLE DURAND-MOREL", "Camille Morel"),
            ("M YANN LE GOFF", "Yann Legoff"),
            ("M YANN LEGOFF", "Yann Le Goff"),
            ("M D'ARTAGNAN CHARLES", "Charles d’Artagnan"),
            ("MLLE ZOË ŒUVRARD", "Zoe Oeuvrard"),
        ] {
            assert!(agree(bank, partner), "{bank} and {partner}");
        }
    }

    #[test]
    fn r_038_other_people_and_names_that_say_too_little() {
        for (bank, partner) in [
            ("MME CAMILLE MOREL", "Marguerite Attaquant"),
            ("MME CAMILLE MOREL", "Claire Morel"),
            ("MME CAMILLE MOREL", "Camille Martin"),
            // A spouse has the family name, a namesake the given one.
            ("M OU MME MOREL", "Camille Morel"),
            ("MOREL", "Morel"),
            ("M LE GOFF", "Yann Le Goff"),
            ("M C MOREL", "Camille Morel"),
            ("MME CAMILLE ANNE MOREL", "Camille Marie Morel"),
            ("MOREL MOREL", "Camille Morel"),
            ("", "Camille Morel"),
            ("M. M. MME", "Camille Morel"),
        ] {
            assert!(!agree(bank, partner), "{bank} and {partner}");
        }
        assert!(!is_usable("Morel") && !is_usable("") && !is_usable(&"a b ".repeat(99)));
        assert!(is_usable("Camille Morel"));
    }

    proptest! {
        #[test]
        fn r_038_order_case_and_hyphens_do_not_matter_and_nothing_panics(
            names in prop::collection::vec("[a-z]{3,9}", 2..5).prop_shuffle(),
            turned in any::<prop::sample::Index>(),
            noise in "\\PC{0,40}",
        ) {
            let mut other = names.clone();
            other.rotate_left(turned.index(names.len()));
            let written = other.join("-").to_uppercase();
            if words(&names.join(" ")).len() == names.len() {
                prop_assert!(agree(&written, &names.join(" ")));
            }
            // Agreement has no direction.
            prop_assert_eq!(agree(&noise, &written), agree(&written, &noise));
        }
    }
}
