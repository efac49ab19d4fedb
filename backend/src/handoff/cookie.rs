//! The attempt's cookie: binds the browser that leaves to the one that comes back (R-028, R-048).

use axum::http::HeaderMap;

use crate::clock::Seconds;
use crate::journey::RETURN_LIFE;
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

/// The cookie of a browser that the bank's answer came to though it had not left with the attempt.
const STRAY: &str = "__Host-r";

/// `Set-Cookie` for such a browser, for as long as the answer is kept.
pub(super) fn set_stray(value: &str) -> String {
    format!("{STRAY}={value}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={RETURN_LIFE}")
}

/// The value that such a browser shows.
pub(super) fn stray(headers: &HeaderMap) -> Option<String> {
    read_cookie(headers, STRAY)
}

/// The cookie of a browser that asked for a return that waits, from its click to the navigation that follows.
const PASS: &str = "__Host-p";

/// `Set-Cookie` for such a browser.
pub(super) fn set_pass(value: &str, seconds: Seconds) -> String {
    format!("{PASS}={value}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={seconds}")
}

/// Whether this browser is the one that clicked.
pub(super) fn holds_pass(headers: &HeaderMap, hash: &str) -> bool {
    read_cookie(headers, PASS)
        .is_some_and(|value| secrets::matches(&secrets::sha256_text(&value), hash))
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
