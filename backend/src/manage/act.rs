//! Taking it back, by the page's forms. A purpose goes by one click, as it came; an account or the whole access asks once
//! more, because these cannot be given again without the bank.

use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use contract::{AccountId, Code, PurposeId};
use serde::Deserialize;

use super::words::words;
use super::{acting, overview};
use crate::app::App;
use crate::journey_api::locale;
use crate::pages;
use crate::problem::Fault;
use crate::withdrawal::{self, Left, Target};

/// What is pointed at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// A purpose.
    Purpose,
    /// An account.
    Account,
    /// The whole access.
    Access,
}

/// Whether the question was answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sure {
    /// Not yet.
    #[default]
    Ask,
    /// Yes.
    Yes,
}

/// The form.
#[derive(Debug, Deserialize)]
pub struct Taken {
    connection: String,
    what: What,
    #[serde(default)]
    id: String,
    #[serde(default)]
    sure: Sure,
}

/// Withdraws, or asks whether it is meant.
pub async fn withdraw(
    State(app): State<App>,
    headers: HeaderMap,
    form: Result<Form<Taken>, FormRejection>,
) -> Response {
    let locale = locale(&headers);
    let done = async {
        let journey = acting(&app, &headers).await?;
        let Form(taken) =
            form.map_err(|_| Fault::Refused(Code::BadRequest, "connection, what, id"))?;
        let connection = app
            .store()
            .connections_of(&journey.partner, &journey.user)
            .await?
            .into_iter()
            .find(|one| one.id == taken.connection && one.sent_at.is_some())
            .ok_or(Fault::Refused(Code::NotFound, ""))?;
        if taken.what != What::Purpose && taken.sure == Sure::Ask {
            let account = (taken.what == What::Account).then_some(taken.id.as_str());
            let page = overview::question(&app, &journey, &connection, account).await?;
            return Ok(page.into_response());
        }
        let target = match taken.what {
            What::Purpose => Target::Purpose(PurposeId(taken.id)),
            What::Account => Target::Account(AccountId(taken.id)),
            What::Access => Target::Access,
        };
        let left = withdrawal::withdraw(&app, &journey, &connection, &target).await?;
        let words = words(journey.state.answered_in);
        let said = match left {
            Left::Some => words.taken,
            Left::Nothing(revocation) => words.closed(revocation),
        };
        Ok(overview::page(&app, &journey, Some(said))
            .await?
            .into_response())
    };
    done.await
        .unwrap_or_else(|fault| pages::refusal(fault, locale))
}
