//! Back to the page where the person started, with a code in the fragment that only that page can use.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use contract::Code;

use crate::app::App;
use crate::config::ReturnUrl;
use crate::journey::{Began, Journey};
use crate::journey_api::cookie_header;
use crate::pages;
use crate::problem::Fault;
use crate::store::sessions::SessionKind;

/// A bodyless redirect, always 303.
pub(super) fn see_other(address: &str) -> Result<Response, Fault> {
    let mut headers = HeaderMap::new();
    headers.insert(
        header::LOCATION,
        HeaderValue::from_str(address).map_err(|_| Fault::Corrupt("address"))?,
    );
    Ok((StatusCode::SEE_OTHER, headers).into_response())
}

/// The registered page a journey returns to. Addresses come from the configuration alone.
fn return_url<'a>(app: &'a App, journey: &Journey) -> Result<&'a ReturnUrl, Fault> {
    app.config()
        .partner(&journey.partner)
        .and_then(|partner| partner.return_url(Some(&journey.state.asked.return_url)))
        .ok_or(Fault::Refused(
            Code::NotFound,
            "the return page is not registered any more",
        ))
}

/// Back with a fresh handoff code: to the partner's page, or to the hosted one where the journey began there.
pub(super) async fn with_code(app: &App, journey: &Journey) -> Result<Response, Fault> {
    let code = app
        .store()
        .new_handoff(&journey.id, &journey.wc, app.now())
        .await?;
    let page = match journey.state.began {
        Began::Inline { .. } => return_url(app, journey)?.url.clone(),
        Began::Hosted => pages::address(app, &journey.state.asked),
    };
    see_other(&format!("{page}#guichet={}.{code}", journey.id))
}

/// Back without a code: somebody else's answer won, and the page asks where things stand.
pub(super) fn without_code(app: &App, journey: &Journey) -> Result<Response, Fault> {
    match journey.state.began {
        Began::Inline { .. } => see_other(&return_url(app, journey)?.url),
        Began::Hosted => see_other(&pages::address(app, &journey.state.asked)),
    }
}

/// Straight to the partner's page, whatever the journey began on.
pub(super) fn to_partner(app: &App, journey: &Journey) -> Result<Response, Fault> {
    see_other(&return_url(app, journey)?.url)
}

/// On to the hosted page: a new session, in the browser that holds the attempt's cookie.
pub(super) async fn to_hosted(app: &App, journey: &Journey) -> Result<Response, Fault> {
    let token = app
        .store()
        .new_session(&journey.id, SessionKind::Cookie, app.now())
        .await?;
    let mut response = see_other(&pages::address(app, &journey.state.asked))?;
    let cookie =
        HeaderValue::from_str(&cookie_header(&token)).map_err(|_| Fault::Corrupt("cookie"))?;
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}
