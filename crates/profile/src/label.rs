//! Labels as French banks print them, folded to something rules can be matched on.
//!
//! Banks cut labels at 27 to 35 characters, drop spaces and accents, add card numbers, dates and cities. So a label
//! becomes one run of `a`–`z` and `0`–`9` without separators, which remembers where words began: `C.P.A.M.` and
//! `CPAM`, `SNCFCONNECT` and `SNCF CONNECT` fold to the same run.

/// How the money moved, as far as the label says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Channel {
    /// A card payment.
    Card,
    /// A direct debit.
    DirectDebit,
    /// A transfer, instant or not.
    Transfer,
    /// A cheque.
    Cheque,
    /// Cash at a machine or a counter.
    Cash,
    /// The label does not say.
    Unknown,
}

/// A folded label.
#[derive(Debug)]
pub(crate) struct Folded {
    /// Letters and digits only.
    pub text: Vec<u8>,
    /// For each byte of `text` and for its end: whether a word or a number begins there.
    pub starts: Vec<bool>,
    /// Where the counterparty begins: after channel words, dates and card numbers.
    pub content: usize,
    /// How the money moved.
    pub channel: Channel,
    /// Characters of the label as printed: a long one may have been cut.
    pub printed: usize,
}

/// What a word says that may open a label.
enum Opening {
    /// How the money moved.
    How(Channel),
    /// Nothing by itself: `achat`, `votre`.
    Nothing,
    /// Who is on the other side: the opening is over.
    Who,
}

fn opening(word: &[u8]) -> Opening {
    match word {
        b"cb" | b"carte" | b"psc" | b"paiementcarte" => Opening::How(Channel::Card),
        b"prlv" | b"prelevement" | b"prelevmnt" | b"prelvt" | b"prel" | b"prelev" | b"sdd"
        | b"tip" | b"prlvsepa" => Opening::How(Channel::DirectDebit),
        b"vir" | b"virt" | b"vrt" | b"virement" | b"virinst" | b"virsepa" => {
            Opening::How(Channel::Transfer)
        }
        b"chq" | b"cheque" => Opening::How(Channel::Cheque),
        b"retrait" | b"ret" | b"dab" | b"versement" => Opening::How(Channel::Cash),
        b"achat" | b"avoir" | b"paiement" | b"paiem" | b"paie" | b"par" | b"facture" | b"fact"
        | b"du" | b"le" | b"sepa" | b"inst" | b"instantane" | b"permanent" | b"europeen"
        | b"emis" | b"recu" | b"en" | b"votre" | b"faveur" | b"web" | b"de" | b"vers" | b"m"
        | b"mme" | b"sans" | b"contact" | b"core" => Opening::Nothing,
        _ => Opening::Who,
    }
}

impl Folded {
    /// Folds a label.
    pub fn new(label: &str) -> Self {
        let mut text = Vec::with_capacity(label.len());
        let mut starts = Vec::with_capacity(label.len() + 1);
        let mut last = Kind::Separator;
        let mut printed = 0;
        for character in label.chars() {
            printed += 1;
            let (letters, kind) = fold(character);
            for &letter in letters {
                starts.push(kind != last);
                text.push(letter);
                last = kind;
            }
            if letters.is_empty() {
                last = Kind::Separator;
            }
        }
        starts.push(true);
        let mut folded = Self {
            text,
            starts,
            content: 0,
            channel: Channel::Unknown,
            printed,
        };
        (folded.channel, folded.content) = folded.opening();
        folded
    }

    /// The words and numbers of the run.
    pub fn words(&self) -> impl Iterator<Item = &[u8]> {
        Words {
            folded: self,
            at: 0,
        }
    }

    /// The channel, and where the counterparty begins.
    fn opening(&self) -> (Channel, usize) {
        let mut at = 0;
        let mut channel = Channel::Unknown;
        for word in self.words() {
            match opening(word) {
                // The first word that says how decides.
                Opening::How(said) if channel == Channel::Unknown => channel = said,
                Opening::How(_) | Opening::Nothing => {}
                Opening::Who if word[0].is_ascii_digit() || word == b"x" => {}
                Opening::Who => break,
            }
            at += word.len();
        }
        // A label of channel words alone still has something to match on.
        (channel, if at == self.text.len() { 0 } else { at })
    }
}

struct Words<'a> {
    folded: &'a Folded,
    at: usize,
}

impl<'a> Iterator for Words<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let from = self.at;
        if from >= self.folded.text.len() {
            return None;
        }
        let length = self.folded.starts[from + 1..]
            .iter()
            .position(|&start| start)?
            + 1;
        self.at = from + length;
        Some(&self.folded.text[from..self.at])
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Letter,
    Digit,
    Separator,
}

/// The plain letters of one character; none when it only separates.
fn fold(character: char) -> (&'static [u8], Kind) {
    const PLAIN: &[u8; 36] = b"abcdefghijklmnopqrstuvwxyz0123456789";
    let plain = |letter: u8| {
        let index = usize::from(letter - b'a');
        &PLAIN[index..=index]
    };
    match character {
        'a'..='z' | 'A'..='Z' => (plain((character as u8).to_ascii_lowercase()), Kind::Letter),
        '0'..='9' => {
            let index = usize::from(character as u8 - b'0') + 26;
            (&PLAIN[index..=index], Kind::Digit)
        }
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'À' | 'Á' | 'Â' | 'Ã' | 'Ä' | 'Å' => {
            (b"a", Kind::Letter)
        }
        'ç' | 'Ç' => (b"c", Kind::Letter),
        'è' | 'é' | 'ê' | 'ë' | 'È' | 'É' | 'Ê' | 'Ë' => (b"e", Kind::Letter),
        'ì' | 'í' | 'î' | 'ï' | 'Ì' | 'Í' | 'Î' | 'Ï' => (b"i", Kind::Letter),
        'ñ' | 'Ñ' => (b"n", Kind::Letter),
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'Ò' | 'Ó' | 'Ô' | 'Õ' | 'Ö' => (b"o", Kind::Letter),
        'ù' | 'ú' | 'û' | 'ü' | 'Ù' | 'Ú' | 'Û' | 'Ü' => (b"u", Kind::Letter),
        'ÿ' | 'Ÿ' => (b"y", Kind::Letter),
        'œ' | 'Œ' => (b"oe", Kind::Letter),
        'æ' | 'Æ' => (b"ae", Kind::Letter),
        _ => (b"", Kind::Separator),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(label: &str) -> (String, Channel) {
        let folded = Folded::new(label);
        (
            String::from_utf8(folded.text[folded.content..].to_vec()).unwrap(),
            folded.channel,
        )
    }

    #[test]
    fn the_opening_says_how_and_is_set_apart() {
        let cases = [
            (
                "FACTURE CARTE DU 120326 CARREFOUR",
                "carrefour",
                Channel::Card,
            ),
            ("PAIEMENT PAR CARTE X1234 SUPER U", "superu", Channel::Card),
            ("ACHAT CB INTERMARCHE", "intermarche", Channel::Card),
            ("PRLV SEPA EDF", "edf", Channel::DirectDebit),
            ("VIREMENT EN VOTRE FAVEUR CAF", "caf", Channel::Transfer),
            ("CHQ 123 FIOUL", "fioul", Channel::Cheque),
            ("Franprix Paris", "franprixparis", Channel::Unknown),
            ("RETRAIT DAB", "retraitdab", Channel::Cash),
        ];
        for (label, counterparty, channel) in cases {
            assert_eq!(
                content(label),
                (counterparty.to_owned(), channel),
                "{label}"
            );
        }
    }

    #[test]
    fn accents_dots_and_glue_fold_alike() {
        assert_eq!(Folded::new("Forêt d'Œufs").text, b"foretdoeufs");
        assert_eq!(Folded::new("C.P.A.M.").text, Folded::new("cpam").text);
        let words: Vec<Vec<u8>> = Folded::new("CB*1234 N°8")
            .words()
            .map(<[u8]>::to_vec)
            .collect();
        assert_eq!(
            words,
            [
                b"cb".to_vec(),
                b"1234".to_vec(),
                b"n".to_vec(),
                b"8".to_vec()
            ]
        );
    }

    #[test]
    fn nothing_folds_to_nothing() {
        assert_eq!(Folded::new("").words().count(), 0);
        assert_eq!(Folded::new("«»…").text.len(), 0);
    }
}
