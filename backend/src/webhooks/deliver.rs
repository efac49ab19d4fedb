//! One round: what is due is tried, and tried again later where nobody heard it.

use std::time::Duration;

use reqwest::{Client, StatusCode, header};
use tokio::task::JoinSet;

use crate::app::App;
use crate::clock::Seconds;
use crate::config::Webhook;
use crate::problem::Fault;
use crate::store::outbox::{Due, Outcome};

/// How long a server may take to hear; Standard Webhooks advises 15 to 30 seconds.
const PATIENCE: Duration = Duration::from_secs(15);

/// A try that is not ended after that is somebody else's.
const LEASE: Seconds = 60;

/// Seconds from each failed try to the next: five days in all, then it is given up.
const AGAIN: [Seconds; 9] = [
    5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 259_200,
];

/// The way to partners' servers.
#[derive(Clone, Debug)]
pub struct Post(Client);

impl Post {
    /// A client that follows nobody elsewhere.
    ///
    /// # Errors
    /// When no TLS stack can be set up.
    pub fn new() -> Result<Self, reqwest::Error> {
        let client = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(PATIENCE)
            .connect_timeout(Duration::from_secs(5))
            .user_agent(concat!("Guichet/", env!("CARGO_PKG_VERSION")))
            .no_proxy()
            .build()?;
        Ok(Self(client))
    }

    async fn deliver(&self, webhook: &Webhook, due: &Due, at: Seconds) -> Option<StatusCode> {
        let answer = self
            .0
            .post(&webhook.url)
            .header(header::CONTENT_TYPE, "application/json")
            .header("webhook-id", &due.id)
            .header("webhook-timestamp", at.to_string())
            .header(
                "webhook-signature",
                webhook.secret.sign(&due.id, at, &due.body),
            )
            .body(due.body.clone())
            .send()
            .await;
        // The error holds the address; it is dropped.
        answer.ok().map(|answer| answer.status())
    }
}

/// Tries what is due, all at once: a server that is slow to hear holds up nobody's messages but its own.
///
/// # Errors
/// [`Fault::Store`].
pub async fn round(app: &App) -> Result<(), Fault> {
    let now = app.now();
    let mut tries = JoinSet::new();
    for due in app.store().due_messages(now).await? {
        let app = app.clone();
        tries.spawn(async move {
            if let Err(fault) = tried(&app, &due, now).await {
                tracing::error!(?fault, id = due.id, "a webhook could not be tried");
            }
        });
    }
    tries.join_all().await;
    Ok(())
}

async fn tried(app: &App, due: &Due, now: Seconds) -> Result<(), Fault> {
    let store = app.store();
    let partner = app.config().partner(&due.partner);
    let Some(webhook) = partner.and_then(|partner| partner.webhook.as_ref()) else {
        // Nobody is there to be told.
        return store.message_done(&due.id, Outcome::Unwanted).await;
    };
    if !store.claim_message(due, now, LEASE).await? {
        return Ok(());
    }
    match app.post().deliver(webhook, due, now).await {
        Some(status) if status.is_success() => {
            store.message_done(&due.id, Outcome::Delivered).await
        }
        // The rules' word for "no more".
        Some(StatusCode::GONE) => {
            tracing::warn!(partner = due.partner, "a partner's server wants no webhook");
            store.message_done(&due.id, Outcome::GivenUp).await
        }
        _ => again(app, due, now).await,
    }
}

async fn again(app: &App, due: &Due, now: Seconds) -> Result<(), Fault> {
    let tried = usize::try_from(due.attempts).unwrap_or(usize::MAX);
    if let Some(pause) = AGAIN.get(tried) {
        return app.store().message_again(&due.id, now + pause).await;
    }
    tracing::error!(partner = due.partner, id = due.id, "a webhook is given up");
    app.store().message_done(&due.id, Outcome::GivenUp).await
}
