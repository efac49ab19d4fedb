//! Authorization server metadata, RFC 8414.

use axum::{Json, extract::State};
use serde_json::{Value, json};

use crate::{
    app::{AtBank, Shared},
    bank::behaviour::{PurposeChoice, PushedRequests, ResponseIssuer, Revocation},
};

/// `GET {issuer}/.well-known/oauth-authorization-server`, and the form with the path at the end.
pub async fn show(State(app): State<Shared>, AtBank(bank): AtBank) -> Json<Value> {
    let issuer = app.issuer(&bank.id);
    let mut metadata = json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "ui_locales_supported": ["fr", "en"],
        "scopes_supported": match bank.behaviour.purposes {
            PurposeChoice::After => json!(["aisp"]),
            PurposeChoice::Before => json!(["aisp", "aisp:balances", "aisp:transactions"]),
        },
        "authorization_response_iss_parameter_supported": bank.behaviour.iss == ResponseIssuer::Sent,
    });
    if bank.behaviour.par == PushedRequests::Required {
        metadata["pushed_authorization_request_endpoint"] = json!(format!("{issuer}/par"));
        metadata["require_pushed_authorization_requests"] = json!(true);
    }
    if bank.behaviour.revocation == Revocation::Offered {
        metadata["revocation_endpoint"] = json!(format!("{issuer}/revoke"));
    }
    Json(metadata)
}
