//! The attempt's cookie: binds the browser that leaves to the one that comes back.

use axum::http::HeaderMap;

use crate::journey_api::read_cookie;
use crate::secrets;
use crate::store::attempts::{ATTEMPT_LIFE, Attempt};

/// `__Host-a-` and the first 16 hexadecimal digits of SHA-256 of the attempt's id: two attempts in one browser do not
/// overwrite one another.
pub(super) fn name(attempt: &str) -> String {
    format!(
        "__Host-a-{}",
        &secrets::sha256_hex(attempt.as_bytes())[..16]
    )
}

/// `Set-Cookie` when leaving. `Lax`, because the bank's redirect is a cross-site navigation and `Strict` cookies are
/// not sent on it; the deviation from `Strict` is the reason for the other two bindings.
pub(super) fn set(attempt: &str, value: &str) -> String {
    format!(
        "{}={value}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={ATTEMPT_LIFE}",
        name(attempt)
    )
}

/// Whether this browser is the one that left with the attempt.
pub(super) fn holds(headers: &HeaderMap, attempt: &Attempt) -> bool {
    let (Some(value), Some(hash)) = (
        read_cookie(headers, &name(&attempt.id)),
        &attempt.cookie_hash,
    ) else {
        return false;
    };
    secrets::matches(&secrets::sha256_text(&value), hash)
}
