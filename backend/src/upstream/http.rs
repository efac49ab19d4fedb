//! One HTTP client for all banks: no redirects, bounded time, bounded answers, every call counted.

use std::sync::Arc;
use std::time::Duration;

use reqwest::{Client, RequestBuilder, Response, StatusCode, header};
use serde::de::DeserializeOwned;

use super::UpstreamFault;
use crate::config::Bank;
use crate::metering::{Meter, Payer};
use crate::metrics::Metrics;

/// A slow bank answers in five seconds; one that needs twenty is down.
const PATIENCE: Duration = Duration::from_secs(20);

/// The largest answer that is read: a page of transactions is a few hundred kilobytes.
const LARGEST_ANSWER: usize = 8 * 1024 * 1024;

#[cfg(test)]
mod tests;

/// The client and the counters.
#[derive(Clone, Debug)]
pub(super) struct Http {
    pub client: Client,
    metrics: Arc<Metrics>,
    meter: Meter,
}

impl Http {
    pub(super) fn new(metrics: Arc<Metrics>, meter: Meter) -> Result<Self, reqwest::Error> {
        Self::with_patience(metrics, meter, PATIENCE)
    }

    /// Patience counts from the request to the last byte of the answer.
    fn with_patience(
        metrics: Arc<Metrics>,
        meter: Meter,
        patience: Duration,
    ) -> Result<Self, reqwest::Error> {
        let client = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(patience)
            .connect_timeout(Duration::from_secs(5))
            .user_agent(concat!("Guichet/", env!("CARGO_PKG_VERSION")))
            .no_proxy()
            .build()?;
        Ok(Self {
            client,
            metrics,
            meter,
        })
    }

    /// Sends a request and reads JSON.
    pub(super) async fn json<T: DeserializeOwned>(
        &self,
        bank: &Bank,
        payer: Payer<'_>,
        call: &'static str,
        request: RequestBuilder,
    ) -> Result<T, UpstreamFault> {
        self.counted(bank, payer, call, async {
            let response = accepted(send(request).await?).await?;
            if !is_json(&response) {
                return Err(UpstreamFault::Nonsense("the content type is not JSON"));
            }
            let body = read(response).await?;
            serde_json::from_slice(&body)
                .map_err(|_| UpstreamFault::Nonsense("the body is not what was asked for"))
        })
        .await
    }

    /// Sends a request whose answer has no body that matters.
    pub(super) async fn done(
        &self,
        bank: &Bank,
        payer: Payer<'_>,
        call: &'static str,
        request: RequestBuilder,
    ) -> Result<(), UpstreamFault> {
        self.counted(bank, payer, call, async {
            accepted(send(request).await?).await.map(|_| ())
        })
        .await
    }

    async fn counted<T>(
        &self,
        bank: &Bank,
        payer: Payer<'_>,
        call: &'static str,
        work: impl Future<Output = Result<T, UpstreamFault>>,
    ) -> Result<T, UpstreamFault> {
        self.meter.count(call, payer).await;
        let result = work.await;
        let outcome = result.as_ref().err().map_or("ok", |fault| fault.word());
        self.metrics.upstream(&bank.connector.id, call, outcome);
        if let Err(fault) = &result {
            tracing::warn!(connector = bank.connector.id, bank = bank.id, call, error = %fault, "upstream");
        }
        result
    }
}

async fn send(request: RequestBuilder) -> Result<Response, UpstreamFault> {
    // The error itself holds the address; it is dropped.
    request.send().await.map_err(|_| UpstreamFault::Unreachable)
}

async fn accepted(response: Response) -> Result<Response, UpstreamFault> {
    let status = response.status();
    match status {
        StatusCode::UNAUTHORIZED if wants_person(&response) => Err(UpstreamFault::ScaWanted),
        StatusCode::UNAUTHORIZED => Err(UpstreamFault::Unauthorized),
        StatusCode::BAD_REQUEST if is_json(&response) => Err(complaint(response).await),
        StatusCode::TOO_MANY_REQUESTS => Err(UpstreamFault::Unavailable(status.as_u16())),
        _ if status.is_success() => Ok(response),
        _ if status.is_server_error() => Err(UpstreamFault::Unavailable(status.as_u16())),
        _ => Err(UpstreamFault::Refused(status.as_u16())),
    }
}

/// RFC 9470: the token is good, and the person has to identify again.
fn wants_person(response: &Response) -> bool {
    let challenges = response.headers().get_all(header::WWW_AUTHENTICATE);
    challenges
        .iter()
        .filter_map(|value| value.to_str().ok())
        .any(|value| value.contains("insufficient_user_authentication"))
}

/// RFC 6749 §5.2: of all complaints one says that the access itself is gone.
async fn complaint(response: Response) -> UpstreamFault {
    #[derive(serde::Deserialize)]
    struct Complaint {
        error: String,
    }
    let refused = UpstreamFault::Refused(StatusCode::BAD_REQUEST.as_u16());
    let Ok(body) = read(response).await else {
        return refused;
    };
    match serde_json::from_slice::<Complaint>(&body) {
        Ok(complaint) if complaint.error == "invalid_grant" => UpstreamFault::GrantGone,
        _ => refused,
    }
}

fn is_json(response: &Response) -> bool {
    response
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|kind| {
            let kind = kind
                .split(';')
                .next()
                .unwrap_or_default()
                .trim()
                .to_ascii_lowercase();
            kind == "application/json"
                || (kind.starts_with("application/") && kind.ends_with("+json"))
        })
}

async fn read(mut response: Response) -> Result<Vec<u8>, UpstreamFault> {
    let mut body = Vec::new();
    while let Some(chunk) = response
        .chunk()
        .await
        .map_err(|_| UpstreamFault::Unreachable)?
    {
        if body.len() + chunk.len() > LARGEST_ANSWER {
            return Err(UpstreamFault::Nonsense("the answer is too large"));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}
