//! The journey token, from the partner.

use journey::Failure;
use serde::Deserialize;

use super::{http::Request, json};
use crate::embed::config::TokenSource;

/// What the partner's endpoint answers; `expires_at` is there for the partner.
#[derive(Deserialize)]
struct Answer {
    token: String,
}

/// Gets a token, which the backend will take once.
pub async fn fetch(source: &TokenSource) -> Result<String, Failure> {
    match source {
        TokenSource::Given(token) => Ok(token.clone()),
        TokenSource::Missing => Err(Failure::Setup),
        TokenSource::Endpoint(url) => {
            let request = Request {
                method: "POST",
                address: url,
                headers: &[],
                body: None,
            };
            let reply = request.send().await.ok_or(Failure::Offline)?;
            if !reply.is_ok() {
                return Err(if reply.status >= 500 {
                    Failure::Server
                } else {
                    Failure::Token
                });
            }
            json::read(&reply.text)
                .map(|answer: Answer| answer.token)
                .ok_or(Failure::Token)
        }
    }
}
