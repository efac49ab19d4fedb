//! The rule table: `data/rules/*.rules`, read once.
//!
//! ```text
//! # comment
//! @insurers = macif, maif            a set, usable in every rule below it in the same file
//! [insurance/auto direct_debit]      what the phrases below mean, and when
//! direct assurance, @insurers + auto
//! ```
//!
//! A heading is `category/subcategory` (`category/*` when only the category is sure), `-` (words that mean nothing,
//! so that `facture carte` is not an invoice) or `?` (words that reveal without classifying, with a kind). After it,
//! in any order: `weak` or `strong`, `credit` or `debit`, a channel, `<22` or `>=22` (euros), a sensitive kind.
//! Phrases are separated by commas or lines; `+` joins phrases that must all be there, in any order; a final `*`
//! lets a short phrase be continued (`loyer*`).

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::LazyLock;

use crate::atoms::{AtomId, Atoms};
use crate::class::{Category, Subcategory};
use crate::label::{Channel, Folded};
use crate::money::Cents;
use crate::sensitive::Sensitive;
use crate::transaction::Direction;

/// The table that ships.
pub(crate) static TABLE: LazyLock<Table> = LazyLock::new(|| {
    Table::read(FILES)
        .expect("the shipped table is read by the test `the_shipped_table_is_well_formed`")
});

const FILES: &[(&str, &str)] = &[
    ("everyday", include_str!("../data/rules/everyday.rules")),
    ("home", include_str!("../data/rules/home.rules")),
    ("money", include_str!("../data/rules/money.rules")),
    ("people", include_str!("../data/rules/people.rules")),
    ("leisure", include_str!("../data/rules/leisure.rules")),
    ("work", include_str!("../data/rules/work.rules")),
];

/// What a rule says a transaction is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Meaning {
    /// Category and subcategory.
    Exactly(Subcategory),
    /// The category alone.
    Category(Category),
    /// Words that only reveal.
    Reveals,
    /// Words that say nothing; they hide the phrases inside them.
    Nothing,
}

/// How much a rule's words say by themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Strength {
    /// A guess when nothing else fits: a first name in a transfer.
    Weak,
    /// A word of the trade, which names and streets may contain too.
    Normal,
    /// A name that means one thing.
    Strong,
}

/// One rule.
#[derive(Debug)]
pub(crate) struct Rule {
    /// Its id: heading and phrases.
    pub id: String,
    /// What it says.
    pub meaning: Meaning,
    /// How much it says.
    pub strength: Strength,
    /// The kind of special category it reveals.
    pub sensitive: Option<Sensitive>,
    /// The phrases that must all be there.
    pub atoms: Vec<AtomId>,
    direction: Option<Direction>,
    channel: Option<Channel>,
    under: Option<Cents>,
    from: Option<Cents>,
}

impl Rule {
    /// Whether the rule's conditions beside its words hold.
    pub fn applies(&self, amount: Cents, direction: Direction, channel: Channel) -> bool {
        self.direction.is_none_or(|wanted| wanted == direction)
            && self.channel.is_none_or(|wanted| wanted == channel)
            && self.under.is_none_or(|limit| amount < limit)
            && self.from.is_none_or(|limit| amount >= limit)
    }
}

/// The rules and the phrases they are made of.
#[derive(Debug)]
pub(crate) struct Table {
    /// Every rule.
    pub rules: Vec<Rule>,
    /// Their phrases.
    pub atoms: Atoms,
    /// By phrase: the rules that mention it first.
    by_atom: Vec<Vec<u16>>,
}

impl Table {
    /// The rules whose first phrase is this one.
    pub fn rules_of(&self, atom: AtomId) -> impl Iterator<Item = (u16, &Rule)> {
        self.by_atom[usize::from(atom)]
            .iter()
            .map(|&index| (index, &self.rules[usize::from(index)]))
    }

    fn read(files: &[(&str, &str)]) -> Result<Self, BadRule> {
        let mut drafts = Vec::new();
        for (file, text) in files {
            let mut reader = Reader {
                heading: None,
                sets: HashMap::new(),
            };
            for (index, line) in text.lines().enumerate() {
                let line = line.split('#').next().unwrap_or_default().trim();
                reader.line(line, &mut drafts).map_err(|reason| BadRule {
                    file: (*file).to_owned(),
                    line: index + 1,
                    reason,
                })?;
            }
        }
        Ok(Self::number(drafts))
    }

    fn number(drafts: Vec<Draft>) -> Self {
        let mut phrases: BTreeMap<Vec<u8>, (bool, u64)> = BTreeMap::new();
        for phrase in drafts.iter().flat_map(|draft| &draft.phrases) {
            let known = phrases.entry(phrase.text.clone()).or_default();
            known.0 |= phrase.open;
            known.1 |= phrase.breaks;
        }
        let (sorted, traits): (Vec<Vec<u8>>, Vec<(bool, u64)>) = phrases.into_iter().unzip();
        let (open, breaks) = traits.into_iter().unzip();
        let mut by_atom = vec![Vec::new(); sorted.len()];
        let mut rules = Vec::with_capacity(drafts.len());
        for draft in drafts {
            let atoms: Vec<AtomId> = draft
                .phrases
                .iter()
                .filter_map(|phrase| sorted.binary_search(&phrase.text).ok())
                .map(|index| {
                    AtomId::try_from(index).expect("the rule table has fewer than 65,536 phrases")
                })
                .collect();
            let index =
                u16::try_from(rules.len()).expect("the rule table has fewer than 65,536 rules");
            by_atom[usize::from(atoms[0])].push(index);
            rules.push(draft.into_rule(atoms));
        }
        Self {
            rules,
            atoms: Atoms::new(&sorted, open, breaks),
            by_atom,
        }
    }
}

#[derive(Clone, Debug)]
struct Phrase {
    text: Vec<u8>,
    open: bool,
    /// Where its words begin, as bits.
    breaks: u64,
}

struct Draft {
    id: String,
    heading: Heading,
    phrases: Vec<Phrase>,
}

impl Draft {
    fn into_rule(self, atoms: Vec<AtomId>) -> Rule {
        let Heading {
            meaning,
            strength,
            direction,
            channel,
            under,
            from,
            sensitive,
            ..
        } = self.heading;
        let own = match meaning {
            Meaning::Exactly(sub) => sub.reveals(),
            Meaning::Category(Category::HealthCare) => Some(Sensitive::Health),
            Meaning::Category(_) | Meaning::Reveals | Meaning::Nothing => None,
        };
        let sensitive = sensitive.or(own);
        Rule {
            id: self.id,
            meaning,
            strength,
            sensitive,
            atoms,
            direction,
            channel,
            under,
            from,
        }
    }
}

#[derive(Clone)]
struct Heading {
    name: String,
    meaning: Meaning,
    strength: Strength,
    direction: Option<Direction>,
    channel: Option<Channel>,
    under: Option<Cents>,
    from: Option<Cents>,
    sensitive: Option<Sensitive>,
}

impl Heading {
    fn read(text: &str) -> Result<Self, Reason> {
        let mut words = text.split_whitespace();
        let name = words.next().ok_or(Reason::Heading)?;
        let meaning = match (name, name.split_once('/')) {
            ("-", _) => Meaning::Nothing,
            ("?", _) => Meaning::Reveals,
            (_, Some((category, "*"))) => {
                Meaning::Category(Category::parse(category).ok_or(Reason::Heading)?)
            }
            (_, Some((category, sub))) => {
                Meaning::Exactly(Subcategory::parse(category, sub).ok_or(Reason::Heading)?)
            }
            (_, None) => return Err(Reason::Heading),
        };
        let mut heading = Self {
            name: name.to_owned(),
            meaning,
            strength: Strength::Normal,
            direction: None,
            channel: None,
            under: None,
            from: None,
            sensitive: None,
        };
        words.try_for_each(|word| heading.condition(word))?;
        Ok(heading)
    }

    fn condition(&mut self, word: &str) -> Result<(), Reason> {
        let euros = |text: &str| {
            text.parse::<i64>()
                .map(|euros| Cents(euros * 100))
                .map_err(|_| Reason::Condition)
        };
        match word {
            "weak" => self.strength = Strength::Weak,
            "strong" => self.strength = Strength::Strong,
            "credit" => self.direction = Some(Direction::Credit),
            "debit" => self.direction = Some(Direction::Debit),
            "card" => self.channel = Some(Channel::Card),
            "direct_debit" => self.channel = Some(Channel::DirectDebit),
            "transfer" => self.channel = Some(Channel::Transfer),
            "cheque" => self.channel = Some(Channel::Cheque),
            "cash" => self.channel = Some(Channel::Cash),
            _ => match (word.strip_prefix(">="), word.strip_prefix('<')) {
                (Some(limit), _) => self.from = Some(euros(limit)?),
                (_, Some(limit)) => self.under = Some(euros(limit)?),
                _ => self.sensitive = Some(Sensitive::parse(word).ok_or(Reason::Condition)?),
            },
        }
        Ok(())
    }
}

struct Reader {
    heading: Option<Heading>,
    sets: HashMap<String, Vec<Phrase>>,
}

impl Reader {
    fn line(&mut self, line: &str, drafts: &mut Vec<Draft>) -> Result<(), Reason> {
        if let Some(heading) = line.strip_prefix('[') {
            self.heading = Some(Heading::read(
                heading.strip_suffix(']').ok_or(Reason::Heading)?,
            )?);
            return Ok(());
        }
        if let (true, Some((name, members))) = (line.starts_with('@'), line.split_once('=')) {
            let members = members
                .split(',')
                .map(|member| self.phrases(member))
                .collect::<Result<Vec<_>, _>>()?;
            self.sets.insert(name.trim().to_owned(), members.concat());
            return Ok(());
        }
        for text in line
            .split(',')
            .map(str::trim)
            .filter(|text| !text.is_empty())
        {
            let heading = self.heading.as_ref().ok_or(Reason::NoHeading)?;
            for phrases in self.alternatives(text)? {
                let words: Vec<String> = phrases
                    .iter()
                    .map(|phrase| String::from_utf8_lossy(&phrase.text).into_owned())
                    .collect();
                let id = format!("{}:{}", heading.name, words.join("+"));
                drafts.push(Draft {
                    id,
                    heading: heading.clone(),
                    phrases,
                });
            }
        }
        Ok(())
    }

    /// Every combination of phrases that `a + @set + c` stands for.
    fn alternatives(&self, text: &str) -> Result<Vec<Vec<Phrase>>, Reason> {
        let mut alternatives = vec![Vec::new()];
        for part in text.split('+') {
            let choices = self.phrases(part)?;
            alternatives = alternatives
                .iter()
                .flat_map(|chosen| {
                    choices
                        .iter()
                        .map(move |choice| [chosen.clone(), vec![choice.clone()]].concat())
                })
                .collect();
        }
        Ok(alternatives)
    }

    fn phrases(&self, text: &str) -> Result<Vec<Phrase>, Reason> {
        let text = text.trim();
        if text.starts_with('@') {
            return self.sets.get(text).cloned().ok_or(Reason::NoSuchSet);
        }
        let (text, open) = text
            .strip_suffix('*')
            .map_or((text, false), |text| (text, true));
        let folded = Folded::new(text);
        let breaks = folded
            .starts
            .iter()
            .take(64)
            .enumerate()
            .fold(0, |bits, (at, &start)| bits | u64::from(start) << at);
        let folded = folded.text;
        if folded.is_empty() {
            Err(Reason::EmptyPhrase)
        } else {
            Ok(vec![Phrase {
                text: folded,
                open,
                breaks,
            }])
        }
    }
}

/// Where the table is wrong.
#[derive(Debug)]
struct BadRule {
    file: String,
    line: usize,
    reason: Reason,
}

/// Why a line of the table cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reason {
    /// A heading that is not `[category/subcategory …]`.
    Heading,
    /// A word after the heading that is no condition.
    Condition,
    /// Phrases before the first heading.
    NoHeading,
    /// `@name` without a line that defines it.
    NoSuchSet,
    /// A phrase without letters or digits.
    EmptyPhrase,
}

impl fmt::Display for BadRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}.rules, line {}: {:?}",
            self.file, self.line, self.reason
        )
    }
}

impl std::error::Error for BadRule {}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn the_shipped_table_is_well_formed() {
        if let Err(bad) = Table::read(FILES) {
            panic!("{bad}");
        }
    }

    #[test]
    fn no_phrase_means_two_things_under_the_same_conditions() {
        let mut seen: HashMap<String, &Rule> = HashMap::new();
        let mut twice = Vec::new();
        for rule in &TABLE.rules {
            let mut atoms = rule.atoms.clone();
            atoms.sort_unstable();
            let conditions = format!(
                "{atoms:?} {:?} {:?} {:?} {:?}",
                rule.direction, rule.channel, rule.under, rule.from
            );
            if matches!(rule.meaning, Meaning::Reveals) {
                continue;
            }
            if let Some(other) = seen.insert(conditions, rule) {
                twice.push(format!("{} and {}", other.id, rule.id));
            }
        }
        assert!(
            twice.is_empty(),
            "the same words and conditions:\n{}",
            twice.join("\n")
        );
    }

    #[test]
    fn every_subcategory_has_a_rule() {
        for sub in Subcategory::ALL {
            assert!(
                TABLE
                    .rules
                    .iter()
                    .any(|rule| rule.meaning == Meaning::Exactly(*sub)),
                "{sub:?}"
            );
        }
    }

    #[test]
    fn a_wrong_table_says_where_and_why() {
        let reason = |text: &str| {
            Table::read(&[("x", text)])
                .map(|_| ())
                .map_err(|bad| (bad.line, bad.reason))
        };
        assert_eq!(reason("carrefour"), Err((1, Reason::NoHeading)));
        assert_eq!(reason("[housing/rents]"), Err((1, Reason::Heading)));
        assert_eq!(reason("\n[housing/rent loud]"), Err((2, Reason::Condition)));
        assert_eq!(
            reason("[housing/rent]\n@who + loyer"),
            Err((2, Reason::NoSuchSet))
        );
        assert_eq!(
            reason("[housing/rent]\nloyer + *"),
            Err((2, Reason::EmptyPhrase))
        );
        assert_eq!(
            reason("@who = a, b\n[housing/rent <900]\n@who + loyer*, bail # comment"),
            Ok(())
        );
    }
}
