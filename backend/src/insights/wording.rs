//! Insights in words: sentences and labelled values, one file per language. Numbers stand in braces ([`Line`]): the browser
//! writes them out in the person's own way.

use contract::{Line, Locale};
use profile::{
    CurrencyInsights, Formula, Insights, Level, Measure, MeasureId, Missing, Outcome, Presence,
    Subcategory, Value, Verdict,
};

use super::{en, fr};
use crate::book::direction;
use crate::store::data::StoredTransaction;

/// Seconds of a day.
const DAY: i64 = 86_400;

/// The words of one language.
pub(super) struct Words {
    /// What a formula answers, as sentences. Those whose values are there are said. `{name}` is a measure, summed over
    /// what it is about; `{+name}` wants it to be zero or more, `{-name}` to be less, and shows it without its sign.
    pub leads: fn(Formula) -> &'static [&'static str],
    /// Said when none of them could be.
    pub nothing: &'static str,
    /// Two policies of a kind.
    pub double: &'static str,
    pub level: fn(Level) -> &'static str,
    pub missing: fn(Missing) -> &'static str,
    pub measure: fn(MeasureId) -> &'static str,
    pub days: fn(u32) -> String,
    pub presence: fn(Presence) -> &'static str,
    pub kind: fn(Subcategory) -> String,
    /// Nothing was recognised in a transaction.
    pub unknown: &'static str,
    pub formula: fn(&str, u16) -> String,
}

fn words(locale: Locale) -> &'static Words {
    match locale {
        Locale::Fr => &fr::WORDS,
        Locale::En => &en::WORDS,
    }
}

fn answers(insights: &Insights) -> &[CurrencyInsights] {
    match &insights.outcome {
        Outcome::Computed { currencies } => currencies,
        Outcome::TooLittleData { .. } | Outcome::ExplicitConsentNeeded => &[],
    }
}

/// All measures, currency by currency: a figure's place in the list is its name.
pub fn measures(insights: &Insights) -> impl Iterator<Item = (&CurrencyInsights, &Measure)> {
    answers(insights)
        .iter()
        .flat_map(|answer| answer.measures.iter().map(move |measure| (answer, measure)))
}

/// The values, labelled.
pub fn figures(insights: &Insights, locale: Locale) -> Vec<Line> {
    let words = words(locale);
    measures(insights)
        .map(|(answer, measure)| {
            let name = (words.measure)(measure.id);
            Line {
                label: match measure.about {
                    Some(about) => format!("{name} · {}", (words.kind)(about)),
                    None => name.to_owned(),
                },
                value: value(answer, measure.value, words),
                transactions: u32::try_from(measure.evidence.transactions.len())
                    .unwrap_or(u32::MAX),
                ..Line::default()
            }
        })
        .collect()
}

fn value(answer: &CurrencyInsights, value: Value, words: &Words) -> String {
    match value {
        Value::Cents(cents) => format!("{{{} {}}}", cents.0, answer.currency),
        Value::BasisPoints(points) => format!("{{{} %}}", points.0),
        Value::Days(days) => (words.days)(days),
        Value::Count(count) => count.to_string(),
        Value::Presence(presence) => (words.presence)(presence).to_owned(),
    }
}

/// Which formula answered, and its version, in words.
pub fn formula(insights: &Insights, locale: Locale) -> String {
    (words(locale).formula)(insights.formula.id(), insights.version)
}

/// What was found, in plain sentences.
pub fn sentences(insights: &Insights, locale: Locale) -> Vec<String> {
    let words = words(locale);
    match &insights.outcome {
        Outcome::TooLittleData { missing } => vec![(words.missing)(*missing).to_owned()],
        Outcome::ExplicitConsentNeeded => vec![words.nothing.to_owned()],
        Outcome::Computed { currencies } => currencies
            .iter()
            .flat_map(|answer| of_currency(insights.formula, answer, words))
            .collect(),
    }
}

fn of_currency(formula: Formula, answer: &CurrencyInsights, words: &Words) -> Vec<String> {
    if let Verdict::TooLittleData { missing } = &answer.verdict {
        return vec![(words.missing)(*missing).to_owned()];
    }
    let mut said: Vec<String> = (words.leads)(formula)
        .iter()
        .filter_map(|lead| fill(lead, answer, words))
        .collect();
    if said.is_empty() {
        said.push(words.nothing.to_owned());
    }
    if let Verdict::Rated { level } = &answer.verdict {
        said.push((words.level)(*level).to_owned());
    }
    let double: Vec<String> = answer
        .measures
        .iter()
        .filter(|one| one.id == MeasureId::Policies && more_than_one(one.value))
        .filter_map(|one| one.about.map(words.kind))
        .collect();
    if !double.is_empty() {
        said.push(words.double.replace("{kinds}", &double.join(", ")));
    }
    said
}

fn more_than_one(value: Value) -> bool {
    matches!(value, Value::Count(count) if count > 1)
}

/// A sentence with its values, if all of them are there and of the sign that it speaks of.
fn fill(lead: &str, answer: &CurrencyInsights, words: &Words) -> Option<String> {
    let mut said = String::new();
    let mut rest = lead;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}')?;
        said.push_str(before);
        said.push_str(&blank(name, answer, words)?);
        rest = after;
    }
    said.push_str(rest);
    Some(said)
}

fn blank(name: &str, answer: &CurrencyInsights, words: &Words) -> Option<String> {
    let bare = name.trim_start_matches(['+', '-']);
    let id: MeasureId = serde_json::from_value(bare.into()).ok()?;
    let total = answer
        .measures
        .iter()
        .filter(|one| one.id == id)
        .map(|one| one.value)
        .reduce(sum)?;
    let signed = match total {
        Value::Cents(cents) => cents.0,
        Value::BasisPoints(points) => points.0,
        Value::Days(number) | Value::Count(number) => i64::from(number),
        Value::Presence(_) => return None,
    };
    let fits = match name.as_bytes().first() {
        Some(b'+') => signed >= 0,
        Some(b'-') => signed < 0,
        _ => true,
    };
    let shown = match total {
        Value::Cents(_) => format!("{{~{} {}}}", signed.abs(), answer.currency),
        Value::BasisPoints(_) => format!("{{{} %}}", signed.abs()),
        other => value(answer, other, words),
    };
    fits.then_some(shown)
}

fn sum(one: Value, other: Value) -> Value {
    match (one, other) {
        (Value::Cents(a), Value::Cents(b)) => Value::Cents(a + b),
        (Value::Count(a), Value::Count(b)) => Value::Count(a.saturating_add(b)),
        _ => one,
    }
}

/// A transaction for the person to look at: it can be corrected where it was taken for something.
pub fn line(row: &StoredTransaction, misread: bool, locale: Locale) -> Line {
    let words = words(locale);
    let amount = profile::Cents(row.cents.saturating_abs());
    let found = profile::categorise(&row.label, amount, direction(row)).filter(|_| !misread);
    let day = profile::Date::parse(&row.booked).map_or(0, |day| i64::from(day.epoch_days()) * DAY);
    let kind = match found.map(|found| (found.subcategory, found.category, locale)) {
        None => words.unknown.to_owned(),
        Some((Some(sub), _, _)) => (words.kind)(sub),
        Some((None, category, Locale::Fr)) => category.french().to_owned(),
        Some((None, category, Locale::En)) => category.english().to_owned(),
    };
    Line {
        id: found.map_or_else(String::new, |_| row.id.clone()),
        label: row.label.clone(),
        value: format!("{{{} {}}}", row.cents, row.currency),
        note: format!("{{{day} day}} · {kind}"),
        transactions: 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A blank that is no measure would silence its sentence for good.
    #[test]
    fn every_blank_of_every_sentence_is_a_measure() {
        for words in [&fr::WORDS, &en::WORDS] {
            for formula in Formula::ALL {
                let leads = (words.leads)(formula);
                assert!(!leads.is_empty(), "{}", formula.id());
                for lead in leads {
                    for blank in lead.split('{').skip(1) {
                        let name = blank.split('}').next().unwrap();
                        let name = name.trim_start_matches(['+', '-']);
                        let id: Result<MeasureId, _> = serde_json::from_value(name.into());
                        assert!(id.is_ok(), "{lead}: {name}");
                    }
                }
            }
        }
    }
}
