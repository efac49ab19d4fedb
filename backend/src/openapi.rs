//! The `OpenAPI` 3.1 document, generated from the handlers. `openapi.json` beside the sources is its checked-in copy.

use axum::Json;
use utoipa::OpenApi;

use crate::{catalogue, journey_api, partner_api};

#[derive(OpenApi)]
#[openapi(
    info(title = "Guichet", description = "Connect a bank account, and decide account by account and purpose by purpose what it may be used for."),
    tags(
        (name = "partner", description = "For a partner's server."),
        (name = "journey", description = "For the widget. Bearer token on a partner's page, session cookie on the backend's own."),
        (name = "public", description = "For everybody.")
    ),
    paths(
        partner_api::token::clients_token,
        partner_api::token::oauth_token,
        partner_api::users::create,
        partner_api::users::erase,
        partner_api::consents::list,
        partner_api::receipts::list,
        partner_api::receipts::one,
        partner_api::webviews::create,
        partner_api::institutions::list,
        partner_api::banks::list,
        partner_api::accounts::list,
        partner_api::transactions::list,
        partner_api::profile::all,
        partner_api::profile::one,
        partner_api::usage::show,
        journey_api::open::open,
        journey_api::open::resume,
        journey_api::current::view,
        journey_api::choice::choose,
        journey_api::attempts::ticket,
        journey_api::redeem::redeem,
        journey_api::redeem::confirm,
        journey_api::accounts::link,
        journey_api::purposes::answer,
        journey_api::data::page,
        journey_api::evidence::page,
        journey_api::evidence::correct,
        journey_api::back::back,
        journey_api::send::send,
        journey_api::end::discard,
        journey_api::end::cancel,
        catalogue::files::index,
        catalogue::files::country,
    )
)]
struct Document;

/// The document.
pub fn document() -> utoipa::openapi::OpenApi {
    Document::openapi()
}

/// `GET /v1/openapi.json`.
pub async fn serve() -> Json<utoipa::openapi::OpenApi> {
    Json(document())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Run with `UPDATE_OPENAPI=1` after a change that is meant.
    #[test]
    fn the_checked_in_document_is_the_generated_one() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi.json");
        let generated = document().to_pretty_json().unwrap() + "\n";
        if std::env::var_os("UPDATE_OPENAPI").is_some() {
            std::fs::write(path, &generated).unwrap();
        }
        let checked_in = std::fs::read_to_string(path).unwrap_or_default();
        assert!(
            checked_in == generated,
            "backend/openapi.json is behind the handlers: UPDATE_OPENAPI=1 writes it"
        );
        assert!(generated.contains("\"openapi\": \"3.1.0\""));
    }
}
