//! More accounts or purposes at a bank: a journey on the hosted page, which leads through the bank. Everything is off in it.

use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use contract::{Code, Mode};
use serde::Deserialize;

use super::acting;
use crate::app::App;
use crate::journey_api::locale;
use crate::metering::budget;
use crate::pages;
use crate::problem::Fault;
use crate::renewal;
use crate::store::webviews::{Asked, Webview};
use crate::view;

/// The form.
#[derive(Debug, Deserialize)]
pub struct To {
    connection: String,
}

/// Begins the journey: a journey token, in the fragment of the hosted page.
pub async fn add(
    State(app): State<App>,
    headers: HeaderMap,
    form: Result<Form<To>, FormRejection>,
) -> Response {
    let begun = async {
        let journey = acting(&app, &headers).await?;
        let Form(To { connection }) =
            form.map_err(|_| Fault::Refused(Code::BadRequest, "connection"))?;
        let partner = view::partner(&app, &journey)?;
        budget::allow(&app, partner).await?;
        let connection = renewal::open(&app, &journey.partner, &journey.user, &connection).await?;
        let webview = Webview {
            partner: journey.partner.clone(),
            user: journey.user.clone(),
            mode: Mode::Connect,
            asked: Asked {
                locale: Some(journey.state.answered_in),
                // What this partner may ask for today.
                purposes: partner.purposes.clone(),
                institution: None,
                expected: None,
                renews: None,
                adds_to: Some(connection.id),
                ..journey.state.asked
            },
        };
        let token = app.store().journey_token(&webview, app.now()).await?;
        let page = format!("{}#{token}", pages::address(&app, &webview.asked));
        Ok((StatusCode::SEE_OTHER, [(header::LOCATION, page)]).into_response())
    };
    begun
        .await
        .unwrap_or_else(|fault| pages::refusal(fault, locale(&headers)))
}
