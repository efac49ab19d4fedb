//! Writes one entry per call.

use axum::{
    RequestExt as _,
    extract::{MatchedPath, RawPathParams, Request, State},
    http::{HeaderMap, header},
    middleware::Next,
    response::Response,
};
use url::form_urlencoded;

use super::{Entry, Kind, Note};
use crate::app::Shared;

/// The parameters that may be written down; `state`, `code_challenge` and `request_uri` may not.
const PUBLIC: [&str; 12] = [
    "response_type",
    "client_id",
    "redirect_uri",
    "scope",
    "segment",
    "ui_locales",
    "dateFrom",
    "dateTo",
    "entryDateFrom",
    "entryDateTo",
    "afterEntryReference",
    "page",
];

/// Runs the call, then writes it down.
pub async fn record(
    State(app): State<Shared>,
    route: Option<MatchedPath>,
    mut request: Request,
    next: Next,
) -> Response {
    // A path that is no route is answered with 404 and has no parameters.
    let params = request.extract_parts::<RawPathParams>().await;
    let (Some(route), Ok(params)) = (route, params) else {
        return next.run(request).await;
    };
    let param = |wanted| {
        params
            .iter()
            .find(|(name, _)| *name == wanted)
            .map(|(_, value)| value.to_owned())
    };
    let known = param("bank")
        .filter(|bank| app.banks.get(bank).is_some())
        .zip(kind(route.as_str()));
    let Some((bank, kind)) = known else {
        return next.run(request).await;
    };
    let mut entry = Entry {
        seq: 0,
        at: app.clock.now(),
        bank,
        kind,
        method: request.method().to_string(),
        path: request.uri().path().to_owned(),
        query: public(request.uri().query().unwrap_or_default()),
        grant: None,
        account: param("account"),
        psu_headers: psu_headers(request.headers()),
        referer: request
            .headers()
            .get(header::REFERER)
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned),
        status: 0,
        consent: None,
    };
    let mut response = next.run(request).await;
    entry.status = response.status().as_u16();
    if let Some(note) = response.extensions_mut().remove::<Note>() {
        entry.kind = note.kind.unwrap_or(entry.kind);
        entry.grant = note.grant;
        entry.consent = note.consent;
    }
    app.journal.add(entry);
    response
}

fn kind(route: &str) -> Option<Kind> {
    Some(match route.rsplit('/').next()? {
        "oauth-authorization-server" => Kind::Metadata,
        "{bank}" if route.starts_with("/.well-known/") => Kind::Metadata,
        "par" => Kind::Par,
        "authorize" => Kind::Authorize,
        "identify" => Kind::Identify,
        "confirm" => Kind::Sca,
        "choose" => Kind::Choose,
        "token" => Kind::Token,
        "revoke" => Kind::Revoke,
        "accounts" => Kind::Accounts,
        "consents" => Kind::Consents,
        "balances" => Kind::Balances,
        "transactions" => Kind::Transactions,
        "end-user-identity" => Kind::Identity,
        _ => return None,
    })
}

fn public(query: &str) -> String {
    let pairs = form_urlencoded::parse(query.as_bytes());
    let shown = pairs.filter(|(name, _)| PUBLIC.contains(&name.as_ref()));
    shown
        .map(|(name, value)| format!("{name}={value}"))
        .collect::<Vec<_>>()
        .join("&")
}

fn psu_headers(headers: &HeaderMap) -> Vec<String> {
    let names = headers.keys().map(|name| name.as_str().to_owned());
    names.filter(|name| name.starts_with("psu-")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r_026_only_public_parameters_are_written_down() {
        let query = "client_id=a&state=S&code_challenge=C&request_uri=R&code=X&scope=aisp&page=2";
        assert_eq!(public(query), "client_id=a&scope=aisp&page=2");
    }
}
