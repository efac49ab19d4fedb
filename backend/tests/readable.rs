//! legal words are plain. Measured with the formulas made for each language, Flesch for English and Kandel and Moles
//! for French: 100 is a child's book, 60 plain prose, below 50 what one reads twice. Our floor is 60, over each text as a
//! whole, and no sentence has more than 40 words.

use backend::config;
use contract::Locale;

/// The mean a text has to reach.
const FLOOR: f64 = 60.0;
const LONGEST: usize = 40;

struct Measure {
    ease: f64,
    longest: String,
}

fn sentences(text: &str) -> Vec<&str> {
    text.split(['.', '?', '!', ':', ';', '\n'])
        .map(str::trim)
        .filter(|sentence| sentence.split_whitespace().count() > 0)
        .collect()
}

fn is_vowel(letter: char) -> bool {
    "aeiouyàâäéèêëîïôöùûüœ".contains(letter)
}

/// Groups of vowels; a final `e` (or `es`, `ent` in French) that is not alone is mute.
fn syllables(word: &str, locale: Locale) -> usize {
    let word: String = word
        .chars()
        .filter(|letter| letter.is_alphabetic())
        .flat_map(char::to_lowercase)
        .collect();
    let mut groups = 0;
    let mut in_group = false;
    for letter in word.chars() {
        let vowel = is_vowel(letter);
        groups += usize::from(vowel && !in_group);
        in_group = vowel;
    }
    let mute = match locale {
        Locale::Fr => word.ends_with('e') || word.ends_with("es") || word.ends_with("ent"),
        Locale::En => word.ends_with('e') && !word.ends_with("le"),
    };
    groups
        .saturating_sub(usize::from(mute && groups > 1))
        .max(1)
}

fn measure(text: &str, locale: Locale) -> Measure {
    let sentences = sentences(text);
    let words: Vec<&str> = sentences
        .iter()
        .flat_map(|sentence| {
            sentence.split(|letter: char| letter.is_whitespace() || "'’-".contains(letter))
        })
        .filter(|word| word.chars().any(char::is_alphabetic))
        .collect();
    let all: usize = words.iter().map(|word| syllables(word, locale)).sum();
    let share = |a: usize, b: usize| {
        f64::from(u32::try_from(a).unwrap()) / f64::from(u32::try_from(b).unwrap())
    };
    let (length, weight) = (share(words.len(), sentences.len()), share(all, words.len()));
    let ease = match locale {
        Locale::En => 206.835 - 1.015 * length - 84.6 * weight,
        Locale::Fr => 207.0 - 1.015 * length - 73.6 * weight,
    };
    let longest = sentences
        .into_iter()
        .max_by_key(|sentence| sentence.split_whitespace().count())
        .unwrap_or_default();
    Measure {
        ease,
        longest: longest.to_owned(),
    }
}

/// Names of people and addresses stand in the place of what is filled in.
fn filled(text: &str) -> String {
    [
        "partner",
        "aisp",
        "bank",
        "contact",
        "complaint",
        "status",
        "number",
        "days",
        "holder",
        "expected",
    ]
    .iter()
    .fold(text.to_owned(), |text, name| {
        text.replace(&format!("{{{name}}}"), "Martin")
    })
}

#[test]
fn r_115_purposes_and_legal_words_are_plain_in_both_languages() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("guichet.toml");
    std::fs::write(&path, include_str!("../guichet.example.toml")).unwrap();
    let config = config::load(&path, []).unwrap();
    for locale in [Locale::Fr, Locale::En] {
        let mut texts: Vec<(String, String)> = config
            .purposes
            .iter()
            .map(|purpose| {
                let words = purpose.words(locale);
                let details = words.details.iter().map(|detail| detail.text.as_str());
                let lines = words.lines.iter().map(String::as_str);
                (
                    purpose.id.as_str().to_owned(),
                    lines.chain(details).collect::<Vec<_>>().join("\n"),
                )
            })
            .collect();
        let legal = match locale {
            Locale::Fr => include_str!("../src/words/fr.rs"),
            Locale::En => include_str!("../src/words/en.rs"),
        };
        let quoted: Vec<&str> = legal
            .split('"')
            .skip(1)
            .step_by(2)
            .filter(|text| text.contains(' '))
            .collect();
        assert!(quoted.len() > 20, "the sentences are found");
        texts.push(("legal words".to_owned(), quoted.join("\n")));
        for (name, text) in texts {
            let measured = measure(&filled(&text), locale);
            println!("{locale:?} {name:<20} {:>5.1}", measured.ease);
            assert!(
                measured.ease >= FLOOR,
                "{locale:?} {name}: {:.1}",
                measured.ease
            );
            let words = measured.longest.split_whitespace().count();
            assert!(words <= LONGEST, "{words} words: {}", measured.longest);
        }
    }
}

#[test]
fn the_measure_tells_plain_words_from_others() {
    let texts = [
        (
            Locale::En,
            "Your bank will ask you again. You can say no.",
            "Notwithstanding the aforementioned considerations, authorisation revocation necessitates supplementary documentation.",
            (80.0, 0.0),
        ),
        (
            Locale::Fr,
            "Votre banque vous demandera encore. Vous pouvez dire non.",
            "Nonobstant les considérations susmentionnées, la révocation de l'autorisation nécessite une documentation complémentaire.",
            (70.0, 30.0),
        ),
    ];
    for (locale, plain, heavy, (over, under)) in texts {
        let (plain, heavy) = (measure(plain, locale).ease, measure(heavy, locale).ease);
        assert!(plain > over && heavy < under, "{locale:?}: {plain} {heavy}");
    }
}
