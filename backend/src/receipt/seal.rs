//! The signature: a JWS (RFC 7515) with `EdDSA` (RFC 8037), and the keys at `/.well-known/jwks.json` (RFC 7517).
//!
//! A signed receipt is the document with one member more, `jws`. To check it: take `jws` out, verify it with the key that its
//! header names, and compare its payload with the rest as canonical JSON (RFC 8785).

use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};

use super::{Document, SCHEMA};
use crate::app::App;
use crate::problem::Fault;
use crate::secrets::{self, Keys};

/// A day: a key that is gone from the list is asked for again soon enough.
const FRESH: &str = "public, max-age=86400";

/// The routes: what everybody needs to check a receipt.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/.well-known/jwks.json", get(keys))
        .route("/receipt.schema.json", get(schema))
}

/// The signed receipt: the same bytes each time.
///
/// # Errors
/// [`Fault::Corrupt`] when the key does not sign.
pub fn signed(keys: &Keys, document: &Document) -> Result<Value, Fault> {
    // serde_json keeps members in the order of their names, and there are no numbers in it: that is RFC 8785's form.
    let mut receipt = serde_json::to_value(document).map_err(|_| Fault::Corrupt("ledger.body"))?;
    let mut header = Header::new(Algorithm::EdDSA);
    header.typ = Some("consent-receipt+jwt".to_owned());
    header.kid = Some(thumbprint(keys));
    let key = EncodingKey::from_ed_der(keys.receipt_key().private());
    let jws =
        jsonwebtoken::encode(&header, &receipt, &key).map_err(|_| Fault::Corrupt("signing key"))?;
    if let Some(members) = receipt.as_object_mut() {
        members.insert("jws".to_owned(), jws.into());
    }
    Ok(receipt)
}

fn public(keys: &Keys) -> String {
    URL_SAFE_NO_PAD.encode(keys.receipt_key().public())
}

/// The key's name: its thumbprint (RFC 7638, with the members of RFC 8037 §2).
fn thumbprint(keys: &Keys) -> String {
    let members = json!({ "crv": "Ed25519", "kty": "OKP", "x": public(keys) });
    secrets::sha256_text(&members.to_string())
}

async fn keys(State(app): State<App>) -> Response {
    let key = json!({
        "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA",
        "kid": thumbprint(app.keys()), "x": public(app.keys()),
    });
    document(
        "application/jwk-set+json",
        json!({ "keys": [key] }).to_string(),
    )
}

async fn schema() -> Response {
    document("application/schema+json", SCHEMA.to_owned())
}

fn document(kind: &'static str, body: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, FRESH),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    ];
    (headers, body).into_response()
}
