//! What was typed, cut into words that can be compared.

use crate::{
    fold,
    index::{Weight, letters, weight_of},
};

/// Words looked at; the eighth bit of a mask is for all of them written as one.
const MOST: usize = 7;
/// The bit of the whole query written as one word.
pub(crate) const GLUED: u8 = 1 << 7;

/// More first letters than this nobody types.
pub(super) const INITIALS: usize = 6;

/// One word of a query.
pub(crate) struct Token {
    /// Folded.
    pub text: String,
    /// The same word in another spelling that is no typo: "banque" and "bank", "saint" and "st"; of
    /// the whole query written as one word, with those of its words.
    pub other: Option<String>,
    /// Which letters occur.
    pub letters: u32,
    /// Its bit in masks.
    pub bit: u8,
}

impl Token {
    fn new(text: &str, bit: u8) -> Self {
        Self {
            text: text.to_owned(),
            other: other_spelling(text),
            letters: letters(text),
            bit,
        }
    }

    /// Its spellings.
    pub fn spellings(&self) -> impl Iterator<Item = &str> {
        [Some(self.text.as_str()), self.other.as_deref()]
            .into_iter()
            .flatten()
    }
}

/// What was typed.
pub(super) struct Query {
    /// Its words, and all of them as one when there are several.
    pub tokens: Vec<Token>,
    /// The bits of the words that have to fit.
    pub core: u8,
    /// The bits of all words but those that only join others.
    pub said: u8,
}

impl Query {
    /// Cuts a text into words. `None` when it holds no letter and no digit.
    pub fn new(text: &str) -> Option<Self> {
        let folded = fold(text);
        let mut words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
        if words.len() > MOST {
            words.retain(|word| weight_of(word) != Weight::Stop);
            words.truncate(MOST);
        }
        let of = |weight: Weight| {
            let bits = words
                .iter()
                .enumerate()
                .filter(|(_, word)| weight_of(word) == weight);
            bits.fold(0_u8, |all, (at, _)| all | 1 << at)
        };
        let (core, generic, stop) = (of(Weight::Core), of(Weight::Generic), of(Weight::Stop));
        let core = [core, generic, stop].into_iter().find(|bits| *bits != 0)?;
        let mut tokens: Vec<Token> = words
            .iter()
            .enumerate()
            .map(|(at, word)| Token::new(word, 1 << at))
            .collect();
        if words.len() > 1 {
            let others: Vec<&str> = tokens
                .iter()
                .map(|token| token.other.as_deref().unwrap_or(&token.text))
                .collect();
            let other = others.concat();
            let mut glued = Token::new(&words.concat(), GLUED);
            glued.other = Some(other).filter(|other| *other != glued.text);
            tokens.push(glued);
        }
        let said = core | generic;
        Some(Self { tokens, core, said })
    }

    /// Whether it is one word so short that it may be the first letters of several.
    pub fn may_be_initials(&self) -> bool {
        self.tokens.len() == 1 && self.tokens[0].text.len() <= INITIALS
    }

    /// Whether these bits answer for every word that has to fit.
    pub fn satisfied(&self, bits: u8) -> bool {
        bits & self.core == self.core || bits & GLUED != 0
    }
}

/// Another spelling that people take for the same.
fn other_spelling(word: &str) -> Option<String> {
    const WHOLE: [(&str, &str); 7] = [
        ("saint", "st"),
        ("st", "saint"),
        ("sainte", "ste"),
        ("ste", "sainte"),
        ("spk", "sparkasse"),
        ("raiba", "raiffeisenbank"),
        ("voba", "volksbank"),
    ];
    const PART: [(&str, &str); 2] = [("banque", "bank"), ("bank", "banque")];
    let whole = WHOLE
        .iter()
        .find(|(from, _)| *from == word)
        .map(|(_, to)| (*to).to_owned());
    whole.or_else(|| {
        PART.iter().find_map(|(from, to)| {
            let end = word.strip_suffix(from).map(|start| [start, to].concat());
            end.or_else(|| word.strip_prefix(from).map(|end| [to, end].concat()))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::{GLUED, Query};

    #[test]
    fn words_that_join_or_say_little_do_not_have_to_fit() {
        let query = Query::new("La banque de Savoie").expect("words");
        assert_eq!((query.core, query.said), (0b1000, 0b1010));
        let query = Query::new("ma banque").expect("words");
        assert_eq!(query.core, 0b11);
        assert!(Query::new(" -!").is_none());
    }

    #[test]
    fn several_words_are_also_tried_as_one() {
        let query = Query::new("bourso bank").expect("words");
        let glued = query.tokens.last().expect("the glued one");
        assert_eq!((glued.text.as_str(), glued.bit), ("boursobank", GLUED));
        assert!(query.satisfied(GLUED));
        assert_eq!(Query::new("lcl").expect("words").tokens.len(), 1);
    }

    #[test]
    fn a_very_long_text_is_cut() {
        assert_eq!(
            Query::new(&"mot ".repeat(500)).expect("words").tokens.len(),
            8
        );
    }
}
