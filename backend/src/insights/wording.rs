//! Insights in words: sentences and labelled values, one file per language. Numbers stay numbers: the browser writes them
//! out in the person's own way.

use contract::{Figure, Locale, Money, Part};
use profile::{
    CurrencyInsights, Formula, Insights, Level, Measure, MeasureId, Missing, Outcome, Presence,
    Subcategory, Value, Verdict,
};

use super::{en, fr};
use crate::book::direction;
use crate::store::data::StoredTransaction;

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
pub fn figures(insights: &Insights, locale: Locale) -> Vec<Figure> {
    let words = words(locale);
    measures(insights)
        .map(|(answer, measure)| {
            let name = (words.measure)(measure.id);
            let label = match measure.about {
                Some(about) => format!("{name} · {}", (words.kind)(about)),
                None => name.to_owned(),
            };
            Figure {
                label,
                value: value(answer, measure.value, words),
                transactions: u32::try_from(measure.evidence.transactions.len())
                    .unwrap_or(u32::MAX),
            }
        })
        .collect()
}

fn value(answer: &CurrencyInsights, value: Value, words: &Words) -> Part {
    match value {
        Value::Cents(cents) => Part::Money(money(answer, cents.0)),
        Value::BasisPoints(points) => Part::Share(points.0),
        Value::Days(days) => Part::Text((words.days)(days)),
        Value::Count(count) => Part::Text(count.to_string()),
        Value::Presence(presence) => Part::Text((words.presence)(presence).to_owned()),
    }
}

fn money(answer: &CurrencyInsights, cents: i64) -> Money {
    Money {
        cents,
        currency: answer.currency.to_string(),
    }
}

/// What was found, in plain sentences.
pub fn sentences(insights: &Insights, locale: Locale) -> Vec<Vec<Part>> {
    let words = words(locale);
    let plain = |text: &str| vec![Part::Text(text.to_owned())];
    match &insights.outcome {
        Outcome::TooLittleData { missing } => vec![plain((words.missing)(*missing))],
        Outcome::ExplicitConsentNeeded => vec![plain(words.nothing)],
        Outcome::Computed { currencies } => currencies
            .iter()
            .flat_map(|answer| of_currency(insights.formula, answer, words))
            .collect(),
    }
}

fn of_currency(formula: Formula, answer: &CurrencyInsights, words: &Words) -> Vec<Vec<Part>> {
    let plain = |text: &str| vec![Part::Text(text.to_owned())];
    if let Verdict::TooLittleData { missing } = &answer.verdict {
        return vec![plain((words.missing)(*missing))];
    }
    let mut said: Vec<Vec<Part>> = (words.leads)(formula)
        .iter()
        .filter_map(|lead| fill(lead, answer, words))
        .collect();
    if said.is_empty() {
        said.push(plain(words.nothing));
    }
    if let Verdict::Rated { level } = &answer.verdict {
        said.push(plain((words.level)(*level)));
    }
    let double: Vec<String> = answer
        .measures
        .iter()
        .filter(|one| one.id == MeasureId::Policies && more_than_one(one.value))
        .filter_map(|one| one.about.map(words.kind))
        .collect();
    if !double.is_empty() {
        said.push(plain(&words.double.replace("{kinds}", &double.join(", "))));
    }
    said
}

fn more_than_one(value: Value) -> bool {
    matches!(value, Value::Count(count) if count > 1)
}

/// A sentence with its values, if all of them are there and of the sign that it speaks of.
fn fill(lead: &str, answer: &CurrencyInsights, words: &Words) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    let mut rest = lead;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}')?;
        if !before.is_empty() {
            parts.push(Part::Text(before.to_owned()));
        }
        parts.push(blank(name, answer, words)?);
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(Part::Text(rest.to_owned()));
    }
    Some(parts)
}

fn blank(name: &str, answer: &CurrencyInsights, words: &Words) -> Option<Part> {
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
        Value::Cents(_) => Part::About(money(answer, signed.abs())),
        Value::BasisPoints(_) => Part::Share(signed.abs()),
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

/// What a transaction was taken for; empty when nothing was recognised.
pub fn taken_for(row: &StoredTransaction, locale: Locale) -> String {
    let amount = profile::Cents(row.cents.saturating_abs());
    let Some(found) = profile::categorise(&row.label, amount, direction(row)) else {
        return String::new();
    };
    match (found.subcategory, locale) {
        (Some(sub), _) => (words(locale).kind)(sub),
        (None, Locale::Fr) => found.category.french().to_owned(),
        (None, Locale::En) => found.category.english().to_owned(),
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
