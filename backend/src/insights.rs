//! What the formulas of given purposes find: computed once when the data was read, kept with the connection, and from
//! then on the same for the person and for the partner.

mod en;
mod fr;
mod wording;

use std::collections::BTreeSet;

use contract::{AccountId, ConnectionId, Given, PurposeId};
use profile::{Insights, Ledger, Outcome, SeriesId};

use crate::adding;
use crate::app::App;
use crate::book::{Book, Ready};
use crate::journey::Journey;
use crate::problem::Fault;
use crate::store::connections::Connection;
use crate::store::consents::Consent;
use crate::store::insights::StoredInsights;

pub use wording::{figures, formula, line, measures, sentences};

/// Computes and keeps the answers of all formulas that the person's answers allow. Done again after a correction; another
/// purpose's answer, or one of the reading before, is gone then.
///
/// # Errors
/// [`Fault::Store`], [`Fault::Sealed`] or [`Fault::Corrupt`].
pub async fn compute(app: &App, journey: &Journey) -> Result<(), Fault> {
    let connection = journey
        .state
        .connection
        .as_ref()
        .ok_or_else(Fault::stage_mismatch)?;
    let under = journey.found_under().ok_or_else(Fault::stage_mismatch)?;
    let all = answers(app, &adding::own(app, journey).await?).await?;
    app.store()
        .set_insights(app.keys(), connection.as_str(), under.as_str(), &all)
        .await
}

/// Computes the answers of all formulas that a journey's answers allow, over what is kept.
///
/// # Errors
/// [`Fault::Store`], [`Fault::Sealed`] or [`Fault::Corrupt`].
pub async fn answers(app: &App, journey: &Journey) -> Result<Vec<StoredInsights>, Fault> {
    let book = Book::read(app, journey).await?;
    let mut all = Vec::new();
    for given in journey.state.given.iter().flatten() {
        all.extend(one(app, &book, given).await?);
    }
    Ok(all)
}

/// The journey as if exactly these consents had been given over the connection.
pub fn in_force(
    app: &App,
    journey: &Journey,
    connection: &Connection,
    consents: &[Consent],
) -> Journey {
    let pairs = consents.iter().map(|one| (&one.purpose, &one.account));
    let mut narrowed = covering(app, journey, &pairs.collect());
    narrowed.state.connection = Some(ConnectionId(connection.id.clone()));
    narrowed
}

/// The journey as if exactly these purposes had been given, each on its accounts.
pub fn covering(
    app: &App,
    journey: &Journey,
    pairs: &BTreeSet<(&PurposeId, &AccountId)>,
) -> Journey {
    let accounts: BTreeSet<&AccountId> = pairs.iter().map(|(_, account)| *account).collect();
    let purposes: BTreeSet<&PurposeId> = pairs.iter().map(|(purpose, _)| *purpose).collect();
    let given = purposes
        .into_iter()
        .filter(|purpose| app.config().purpose(purpose.as_str()).is_some())
        .map(|purpose| Given {
            purpose: purpose.clone(),
            without: accounts
                .iter()
                .filter(|account| !pairs.contains(&(purpose, **account)))
                .map(|account| (*account).clone())
                .collect(),
        })
        .collect();
    let mut narrowed = journey.clone();
    narrowed.state.linked = accounts.into_iter().cloned().collect();
    narrowed.state.given = Some(given);
    narrowed
}

/// Computes again what was found for purposes from which an account was taken, over what is left. Answers that are there
/// stay as they are.
///
/// # Errors
/// [`Fault::Store`], [`Fault::Sealed`] or [`Fault::Corrupt`].
pub async fn anew(
    app: &App,
    journey: &Journey,
    connection: &Connection,
    left: &[Consent],
) -> Result<(), Fault> {
    let there = app.store().insights(app.keys(), &connection.id).await?;
    let mut narrowed = in_force(app, journey, connection, left);
    let is_missing = |given: &Given| {
        let purpose = app.config().purpose(given.purpose.as_str());
        there.iter().all(|one| one.purpose != given.purpose)
            && purpose.is_some_and(|purpose| purpose.formula.is_some())
    };
    let mut missing = narrowed.state.given.take().unwrap_or_default();
    missing.retain(is_missing);
    if missing.is_empty() {
        // Reading the book opens every row of the connection.
        return Ok(());
    }
    narrowed.state.given = Some(missing);
    let all = answers(app, &narrowed).await?;
    app.store()
        .add_insights(app.keys(), &connection.id, &all)
        .await
}

async fn one(app: &App, book: &Book, given: &Given) -> Result<Option<StoredInsights>, Fault> {
    let purpose = app
        .config()
        .purpose(given.purpose.as_str())
        .ok_or(Fault::Corrupt("journeys.state"))?;
    let Some(formula) = purpose.formula else {
        return Ok(None);
    };
    let share = book.share(purpose, given);
    let corrections = u32::try_from(share.corrections()).unwrap_or(u32::MAX);
    let ready: Ready = share.ready()?;
    // Years of a household take long enough to keep others waiting.
    let insights =
        tokio::task::spawn_blocking(move || Ledger::read(ready.input()).insights(formula))
            .await
            .map_err(|_| Fault::Corrupt("insights"))?;
    Ok(Some(StoredInsights {
        purpose: given.purpose.clone(),
        corrections,
        insights: without_traces(insights),
        computed_at: app.now(),
    }))
}

/// Numbers the series: their own names are derived from who is on the other side, and whoever has a list of names could
/// find out which.
fn without_traces(mut insights: Insights) -> Insights {
    let Outcome::Computed { currencies } = &mut insights.outcome else {
        return insights;
    };
    let mut count = 0;
    for answer in currencies {
        let mut names = std::collections::HashMap::new();
        for series in &mut answer.series {
            count += 1;
            let name = SeriesId::new(&format!("series-{count}"));
            names.insert(
                std::mem::replace(&mut series.id, name.clone()),
                name.clone(),
            );
        }
        for measure in &mut answer.measures {
            measure.evidence.series = measure
                .evidence
                .series
                .iter()
                .filter_map(|old| names.get(old).cloned())
                .collect();
        }
    }
    insights
}
