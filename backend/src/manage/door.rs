//! The code, typed or from the receipt's link, and the session that it opens.

use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Form};
use contract::{Code, Locale, Mode};
use maud::html;
use serde::Deserialize;

use super::words::{Words, words};
use super::{COOKIE, from_here, overview, seated};
use crate::app::App;
use crate::caller::Caller;
use crate::journey_api::{locale, read_cookie};
use crate::limits::Act;
use crate::pages::{self, frame};
use crate::problem::Fault;
use crate::secrets;
use crate::security::Event;
use crate::store::sessions::SessionKind;

/// The form.
#[derive(Deserialize)]
pub struct Key {
    code: String,
}

/// The language of the page behind a link: a value that makes no sense is as if it were not there.
#[derive(Debug, Default, Deserialize)]
pub struct Look {
    #[serde(default)]
    locale: String,
}

/// What is shared, to who has a session; to everybody else the field for a code.
pub async fn page(
    State(app): State<App>,
    look: Result<Query<Look>, QueryRejection>,
    headers: HeaderMap,
) -> Response {
    let Query(look) = look.unwrap_or_default();
    let locale = Locale::parse(&look.locale).unwrap_or_else(|| locale(&headers));
    let shared = async {
        match seated(&app, &headers).await? {
            Some(journey) => Ok(overview::page(&app, &journey, None).await?.into_response()),
            None => Ok(door(locale, None)),
        }
    };
    shared
        .await
        .unwrap_or_else(|fault| pages::refusal(fault, locale))
}

/// Looks a code up and lets its holder in.
pub async fn enter(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    look: Result<Query<Look>, QueryRejection>,
    headers: HeaderMap,
    form: Result<Form<Key>, FormRejection>,
) -> Response {
    let Query(look) = look.unwrap_or_default();
    let locale = Locale::parse(&look.locale).unwrap_or_else(|| locale(&headers));
    let entered = async {
        from_here(&app, &headers)?;
        app.limiter()
            .allow_network(Act::Manage, caller, app.now())?;
        let Ok(Form(Key { code })) = form else {
            return Ok(door(locale, Some(words(locale).unknown)));
        };
        match journey_of(&app, code.trim()).await? {
            Found::Journey(journey) => admit(&app, &journey).await,
            Found::NothingShared => Ok(door(locale, Some(words(locale).nothing_shared))),
            Found::Unknown => {
                let fault = Fault::Suspicious(Code::TokenInvalid, Event::ReceiptCodeRefused);
                Ok(pages::with_fault(
                    door(locale, Some(words(locale).unknown)),
                    fault,
                ))
            }
        }
    };
    entered
        .await
        .unwrap_or_else(|fault| pages::refusal(fault, locale))
}

/// Ends the session.
pub async fn leave(State(app): State<App>, headers: HeaderMap) -> Response {
    let locale = locale(&headers);
    let left = async {
        from_here(&app, &headers)?;
        if let Some(token) = read_cookie(&headers, COOKIE) {
            app.store().end_session(&token, app.now()).await?;
        }
        let mut response = door(locale, Some(words(locale).left));
        set_cookie(
            &mut response,
            &format!("{COOKIE}=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0"),
        );
        Ok::<_, Fault>(response)
    };
    left.await
        .unwrap_or_else(|fault| pages::refusal(fault, locale))
}

/// The page's few lines of script.
pub async fn script() -> Response {
    let kind = [(header::CONTENT_TYPE, "text/javascript; charset=utf-8")];
    (kind, include_str!("manage.js")).into_response()
}

/// What a code or token leads to.
enum Found {
    /// A journey of the person's.
    Journey(String),
    /// The token is good, and the person shares nothing with this partner.
    NothingShared,
    /// Nobody's, or not any more.
    Unknown,
}

async fn journey_of(app: &App, typed: &str) -> Result<Found, Fault> {
    let (store, now) = (app.store(), app.now());
    if let Some(code) = secrets::code_read(typed) {
        let journey = store.receipt_by_code(&code).await?;
        return Ok(journey.map_or(Found::Unknown, Found::Journey));
    }
    let webview = store.look_at_journey_token(typed, now).await?;
    let Some(webview) = webview.filter(|webview| webview.mode == Mode::Manage) else {
        return Ok(Found::Unknown);
    };
    if !store.burn_journey_token(typed, now).await? {
        return Ok(Found::Unknown);
    }
    let journey = store.latest_sent(&webview.partner, &webview.user).await?;
    Ok(journey.map_or(Found::NothingShared, Found::Journey))
}

/// A session, and the way to the page: a reload of it repeats nothing.
async fn admit(app: &App, journey: &str) -> Result<Response, Fault> {
    let token = app
        .store()
        .new_session(journey, SessionKind::Manage, app.now())
        .await?;
    let mut response = (StatusCode::SEE_OTHER, [(header::LOCATION, "/manage")]).into_response();
    let life = SessionKind::Manage.life();
    set_cookie(
        &mut response,
        &format!("{COOKIE}={token}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age={life}"),
    );
    Ok(response)
}

fn set_cookie(response: &mut Response, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

fn door(locale: Locale, said: Option<&str>) -> Response {
    let Words {
        door_title,
        door_text,
        code,
        open,
        ..
    } = *words(locale);
    let content = html! {
        @if let Some(said) = said { p role="status" class="said" { (said) } }
        p { (door_text) }
        form method="post" action={ "/manage?locale=" (locale.tag()) } data-door {
            label for="code" { (code) }
            input id="code" name="code" autocomplete="off" autocapitalize="characters" spellcheck="false" required;
            button type="submit" { (open) }
        }
        script src="/manage.js" defer {}
    };
    frame(locale, door_title, &content).into_response()
}
