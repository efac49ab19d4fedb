//! `POST /v1/users/{user}/webviews`: a journey token, and the address of the hosted page with it.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use contract::{Code, InstitutionId, Locale, Mode, PurposeId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Client;
use crate::app::App;
use crate::body::Body;
use crate::clock;
use crate::holder;
use crate::manage;
use crate::metering::budget;
use crate::pages;
use crate::problem::Fault;
use crate::renewal;
use crate::store::webviews::{Asked, JOURNEY_TOKEN_LIFE, Theme, Webview};

/// What the journey is to be like. All optional.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewWebview {
    /// Id of a registered return page; the first registered one when absent.
    return_url: Option<String>,
    /// `fr` or `en`.
    locale: Option<Locale>,
    /// `auto`, `light` or `dark`: for the hosted page.
    theme: Option<Theme>,
    /// Ids of purposes registered for this partner; all of them when absent.
    purposes: Option<Vec<PurposeId>>,
    /// What the journey is for.
    #[serde(default)]
    mode: Mode,
    /// An institution that the person has chosen already.
    institution: Option<InstitutionId>,
    /// With mode `renew`: the connection that is to be renewed; the most urgent one when absent. With mode `connect`: the
    /// connection to which accounts or purposes are to be added; when absent, the one that shows the same accounts at the bank
    /// that is chosen, or a new one.
    connection: Option<String>,
    /// The name of the person, as the partner knows it: given and family name. The account holder's name at the bank is
    /// compared with it; unless they agree, the person is asked before anything is read.
    expected_name: Option<String>,
}

/// A way in, for ten minutes and one use.
#[derive(Debug, Serialize, ToSchema)]
pub struct NewJourney {
    /// The hosted page, the token in its fragment.
    url: String,
    /// The journey token, for the element's `token` or `token-url`.
    token: String,
    /// RFC 3339.
    expires_at: String,
}

/// Makes a journey token.
#[utoipa::path(post, path = "/v1/users/{user}/webviews", tag = "partner", params(("user" = String, Path)),
    request_body = NewWebview, responses(
    (status = 201, description = "A journey token", body = NewJourney),
    (status = 402, description = "`budget_reached`: this month's budget is spent", body = contract::Problem),
    (status = 404, description = "`not_found`: the user, or the connection to add to", body = contract::Problem),
    (status = 409, description = "`stage_mismatch`: mode `renew`, and no connection is due", body = contract::Problem)))]
pub async fn create(
    State(app): State<App>,
    client: Client,
    Path(user): Path<String>,
    Body(new): Body<NewWebview>,
) -> Result<(StatusCode, Json<NewJourney>), Fault> {
    let partner = client.partner(&app)?;
    client.owns(&app, &user).await?;
    if new.mode != Mode::Manage {
        budget::allow(&app, partner).await?;
    }
    let bad = |what| Fault::Refused(Code::BadRequest, what);
    let return_url = partner
        .return_url(new.return_url.as_deref())
        .ok_or_else(|| bad("return_url: a registered id"))?;
    let purposes = new.purposes.unwrap_or_else(|| partner.purposes.clone());
    let registered = purposes.iter().all(|id| partner.purposes.contains(id));
    let repeated = purposes
        .iter()
        .enumerate()
        .any(|(at, id)| purposes[..at].contains(id));
    if purposes.is_empty() || !registered || repeated {
        return Err(bad(
            "purposes: ids registered for this partner, each once, at least one",
        ));
    }
    let expected = match &new.expected_name {
        Some(name) if !holder::is_usable(name) => {
            return Err(bad(
                "expected_name: given and family name, 200 characters at most; leave it out when you have none",
            ));
        }
        Some(name) => Some(holder::seal_expected(&app, &user, name)?),
        None => None,
    };
    let (mut renews, mut adds_to) = (None, None);
    match (new.mode, new.connection.as_deref()) {
        (Mode::Renew, named) => {
            renews = Some(renewal::due(&app, &client.0, &user, named).await?.id);
        }
        (Mode::Connect, Some(id)) => {
            adds_to = Some(renewal::open(&app, &client.0, &user, id).await?.id);
        }
        (Mode::Manage, Some(_)) => return Err(bad("connection: with mode connect or renew")),
        (Mode::Connect | Mode::Manage, None) => {}
    }
    let webview = Webview {
        partner: client.0.clone(),
        user,
        mode: new.mode,
        asked: Asked {
            return_url: return_url.id.clone(),
            locale: new.locale,
            theme: new.theme,
            purposes,
            institution: new.institution,
            expected,
            renews,
            adds_to,
        },
    };
    let now = app.now();
    let token = app.store().journey_token(&webview, now).await?;
    let answer = NewJourney {
        url: format!("{}#{token}", address(&app, &webview)),
        token,
        expires_at: clock::rfc3339(now + JOURNEY_TOKEN_LIFE),
    };
    Ok((StatusCode::CREATED, Json(answer)))
}

/// The page of the backend that the token opens.
fn address(app: &App, webview: &Webview) -> String {
    match webview.mode {
        Mode::Manage => manage::address(app, webview.asked.locale),
        Mode::Connect | Mode::Renew => pages::address(app, &webview.asked),
    }
}
