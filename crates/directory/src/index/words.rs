//! Each different word once, and what it weighs.

/// Words that join others, and the noise of an address: people leave them out, so they never decide.
const STOP: &[&str] = &[
    "d", "de", "des", "du", "l", "la", "le", "les", "et", "en", "a", "au", "aux", "the", "of",
    "and", "an", "y", "di", "da", "do", "dos", "del", "della", "e", "und", "der", "die", "das",
    "van", "von", "zu", "i", "w", "og", "www", "http", "https", "com", "fr", "net", "eu", "org",
];

/// Bytes of the longest: most words are longer, and need not be compared.
const LONGEST_STOP: usize = {
    let (mut longest, mut at) = (0, 0);
    while at < STOP.len() {
        if STOP[at].len() > longest {
            longest = STOP[at].len();
        }
        at += 1;
    }
    longest
};

/// Words that nearly every institution could carry, and that people add without thinking.
const GENERIC: &[&str] = &[
    "banque",
    "bank",
    "banca",
    "banco",
    "banka",
    "banques",
    "banq",
    "bk",
    "compte",
    "comptes",
    "carte",
    "cartes",
    "pro",
    "pros",
    "professionnel",
    "professionnels",
    "particulier",
    "particuliers",
    "entreprise",
    "entreprises",
    "appli",
    "app",
    "application",
    "site",
    "client",
    "clients",
    "espace",
    "acces",
    "connexion",
    "mon",
    "ma",
    "mes",
    "ligne",
    "online",
    "france",
    "sa",
    "groupe",
    "prevoyance",
    "agence",
    "iban",
    "rib",
];

/// How much a word decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    /// Joins others; may be missing on either side.
    Stop,
    /// Says little; may be missing on either side, but counts for an exact fit.
    Generic,
    /// Tells institutions apart.
    Core,
}

/// What a folded word weighs.
pub(crate) fn weight_of(word: &str) -> Weight {
    if is_stop_word(word) {
        Weight::Stop
    } else if GENERIC.contains(&word) {
        Weight::Generic
    } else {
        Weight::Core
    }
}

/// Whether a folded word only joins others.
pub(crate) fn is_stop_word(word: &str) -> bool {
    word.len() <= LONGEST_STOP && STOP.contains(&word)
}

/// Bit 31 and 30 of an entry hold the weight, the others which letters occur.
const LETTERS: u32 = (1 << 30) - 1;

/// Which letters occur in a word, one bit for each of a–z and four for all else. Two words whose
/// letters differ by more than twice the typos allowed cannot be near.
pub(crate) fn letters(word: &str) -> u32 {
    letters_of(word.as_bytes())
}

fn letters_of(word: &[u8]) -> u32 {
    word.iter().fold(0, |all, &byte| all | letter(byte))
}

/// The bit of one letter.
pub(crate) fn letter(byte: u8) -> u32 {
    match byte {
        b'a'..=b'z' => 1 << (byte - b'a'),
        other => 1 << (26 + (other & 3)),
    }
}

/// Where a word is and what it weighs.
struct Entry {
    start: u32,
    letters_and_weight: u32,
}

/// The different words of a directory.
pub(crate) struct Words {
    text: String,
    /// A last one ends the ranges.
    entries: Vec<Entry>,
}

/// One word.
#[derive(Clone, Copy)]
pub(crate) struct Word<'w> {
    /// Folded.
    pub text: &'w str,
    /// Which letters occur.
    pub letters: u32,
    /// What it weighs.
    pub weight: Weight,
}

impl Words {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.entries.len() - 1
    }

    /// The word with this number.
    pub fn get(&self, number: u32) -> Word<'_> {
        let at = number as usize;
        let entry = &self.entries[at];
        let range = entry.start as usize..self.entries[at + 1].start as usize;
        let weight = match entry.letters_and_weight >> 30 {
            0 => Weight::Stop,
            1 => Weight::Generic,
            _ => Weight::Core,
        };
        Word {
            text: self.text.get(range).unwrap_or_default(),
            letters: entry.letters_and_weight & LETTERS,
            weight,
        }
    }

    /// All of them, in the order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = Word<'_>> {
        (0..u32::try_from(self.len()).unwrap_or(u32::MAX)).map(|number| self.get(number))
    }

    /// Bytes held on the heap.
    pub fn heap_bytes(&self) -> usize {
        self.text.capacity() + self.entries.capacity() * size_of::<Entry>()
    }
}

/// Gives each different word a number. An open-addressing table of our own: the standard one brings
/// its hasher along, and this is downloaded by every visitor.
pub(crate) struct Interner {
    /// Folded words, one behind the other.
    text: Vec<u8>,
    entries: Vec<Entry>,
    /// Word number + 1 by hash, 0 when free; its length is a power of two.
    slots: Vec<u32>,
}

impl Default for Interner {
    /// The words that do not decide come first: all others weigh the same, and need not be looked up in two lists.
    fn default() -> Self {
        let mut interner = Self {
            text: Vec::new(),
            entries: Vec::new(),
            slots: Vec::new(),
        };
        for (words, weight) in [(STOP, Weight::Stop), (GENERIC, Weight::Generic)] {
            for word in words {
                interner.number(word.as_bytes(), Hash::of(word.as_bytes()), weight);
            }
        }
        interner
    }
}

impl Interner {
    /// With room for the words of a text of so many bytes: a table that grows counts all its words again.
    pub fn for_text(bytes: usize) -> Self {
        let mut interner = Self::default();
        // Half of it stays free where each word is said for the first time every 64 bytes, as in the countries' own texts.
        let size = (bytes / 32).next_power_of_two();
        if size > interner.slots.len() {
            interner.resize(size);
        }
        interner
    }

    /// The number of a folded word, of which the caller has computed the hash while it looked for the word's end.
    pub fn intern(&mut self, word: &[u8], hash: Hash) -> u32 {
        self.number(word, hash, Weight::Core)
    }

    /// The number of a word; `weight` is that of one which was not there.
    fn number(&mut self, word: &[u8], hash: Hash, weight: Weight) -> u32 {
        if self.entries.len() * 2 >= self.slots.len() {
            self.grow();
        }
        let mask = self.slots.len() - 1;
        let mut slot = hash.0 as usize & mask;
        while self.slots[slot] != 0 {
            let number = self.slots[slot] - 1;
            if self.word(number as usize) == word {
                return number;
            }
            slot = (slot + 1) & mask;
        }
        let number = u32::try_from(self.entries.len()).unwrap_or(u32::MAX - 1);
        self.slots[slot] = number + 1;
        let weight = match weight {
            Weight::Stop => 0,
            Weight::Generic => 1,
            Weight::Core => 2,
        };
        let start = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        self.entries.push(Entry {
            start,
            letters_and_weight: letters_of(word) | weight << 30,
        });
        self.text.extend_from_slice(word);
        number
    }

    fn word(&self, number: usize) -> &[u8] {
        let end = self
            .entries
            .get(number + 1)
            .map_or(self.text.len(), |next| next.start as usize);
        let start = self.entries[number].start as usize;
        &self.text[start..end]
    }

    fn grow(&mut self) {
        self.resize((self.slots.len() * 2).max(256));
    }

    fn resize(&mut self, size: usize) {
        self.slots = vec![0; size];
        for number in 0..self.entries.len() {
            let mut slot = Hash::of(self.word(number)).0 as usize & (size - 1);
            while self.slots[slot] != 0 {
                slot = (slot + 1) & (size - 1);
            }
            self.slots[slot] = u32::try_from(number + 1).unwrap_or(u32::MAX);
        }
    }

    /// Drops the table and keeps the words.
    pub fn finish(mut self) -> Words {
        let end = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        self.entries.push(Entry {
            start: end,
            letters_and_weight: 0,
        });
        self.entries.shrink_to_fit();
        self.text.shrink_to_fit();
        Words {
            text: String::from_utf8(self.text).unwrap_or_default(),
            entries: self.entries,
        }
    }
}

/// FNV-1a, 32 bits.
#[derive(Clone, Copy)]
pub(crate) struct Hash(u32);

impl Hash {
    /// That of no byte.
    pub const START: Self = Self(0x811c_9dc5);

    /// That of one byte more.
    #[must_use]
    pub fn and(self, byte: u8) -> Self {
        Self((self.0 ^ u32::from(byte)).wrapping_mul(0x0100_0193))
    }

    fn of(word: &[u8]) -> Self {
        let bytes = word.iter();
        bytes.fold(Self::START, |hash, byte| hash.and(*byte))
    }
}

#[cfg(test)]
mod tests {
    use super::{GENERIC, Hash, Interner, STOP, Weight, weight_of};

    #[test]
    fn a_word_has_one_number_even_after_the_table_grew() {
        let mut interner = Interner::default();
        let words: Vec<String> = (0..2_000).map(|n| format!("word{n}")).collect();
        let mut numbers = |words: &[String]| -> Vec<u32> {
            let word = |word: &String| interner.intern(word.as_bytes(), Hash::of(word.as_bytes()));
            words.iter().map(word).collect()
        };
        let first = numbers(&words);
        assert_eq!(numbers(&words), first);
        assert!(first.windows(2).all(|pair| pair[0] + 1 == pair[1]));
        let words = interner.finish();
        assert_eq!(words.get(first[1_999]).text, "word1999");
    }

    #[test]
    fn words_that_do_not_decide_are_known_beforehand() {
        let mut interner = Interner::default();
        let numbers = ["de", "banque", "postale"]
            .map(|word| interner.intern(word.as_bytes(), Hash::of(word.as_bytes())));
        let words = interner.finish();
        assert_eq!(
            numbers.map(|number| words.get(number).weight),
            [Weight::Stop, Weight::Generic, Weight::Core]
        );
        assert_eq!(words.len(), STOP.len() + GENERIC.len() + 1);
    }

    #[test]
    fn weights_are_by_whole_word() {
        assert_eq!(weight_of("de"), Weight::Stop);
        assert_eq!(weight_of("banque"), Weight::Generic);
        assert_eq!(weight_of("banqu"), Weight::Core);
        assert_eq!(weight_of(""), Weight::Core);
    }
}
