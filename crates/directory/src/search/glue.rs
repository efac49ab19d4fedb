//! Words run together: "creditagricole", "bnpparibas", "caisseepargne".

use super::{found::Seen, query::Token};
use crate::index::{Weight, Words};

/// How a token covers neighbouring words of a label.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Glue {
    /// First word covered.
    pub from: usize,
    /// Behind the last word covered in full.
    pub end: usize,
    /// Whether the token ends with that word, or somewhere inside the next.
    pub fit: GlueFit,
}

/// Where a token that covers several words ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum GlueFit {
    /// With the last of them.
    Whole,
    /// Inside a word.
    Start,
}

/// Finds where a token is several neighbouring words of the label in one, joining words said or not.
pub(super) fn glue(token: &Token, label: &[u32], seen: &[Seen], words: &Words) -> Option<Glue> {
    // Most labels are out here: none of their words begins the token.
    (0..label.len())
        .filter(|from| seen[label[*from] as usize].opens & token.bit != 0)
        .find_map(|from| {
            token.spellings().find_map(|text| {
                run(text, &label[from..], seen, words).map(|(length, fit)| Glue {
                    from,
                    end: from + length,
                    fit,
                })
            })
        })
}

/// Walks the label's words along the text: how many it covers, and how it ends.
fn run(text: &str, label: &[u32], seen: &[Seen], words: &Words) -> Option<(usize, GlueFit)> {
    let mut rest = text;
    let mut joined = 0;
    for (at, number) in label.iter().enumerate() {
        let word = words.get(*number).text;
        if let Some(after) = rest.strip_prefix(word) {
            rest = after;
            joined += 1;
            if rest.is_empty() {
                return (joined > 1).then_some((at + 1, GlueFit::Whole));
            }
        } else if joined > 0 && word.starts_with(rest) {
            return Some((at, GlueFit::Start));
        } else if seen[*number as usize].weight != Weight::Stop {
            return None;
        }
    }
    None
}

/// Writes a label as one word, for comparing with typos.
pub(super) fn write(label: &[u32], words: &Words, out: &mut String) {
    out.clear();
    for number in label {
        out.push_str(words.get(*number).text);
    }
}
