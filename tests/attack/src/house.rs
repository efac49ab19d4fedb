//! Programs of one's own, so that a log is about one attack alone.

use std::sync::Arc;

use e2e::{
    Done,
    stack::{Extra, Stack},
};
use tokio::sync::{Semaphore, SemaphorePermit};

/// More than three stacks on two cores only wait for each other.
static SEATS: Semaphore = Semaphore::const_new(3);

/// The page of the second partner. Nothing listens there: its pages are never opened.
pub const RIVAL_PAGE: &str = "http://localhost:1";

/// Client id and secret of the second partner.
pub const RIVAL: (&str, &str) = ("rival", "rival-client-secret");

/// A bank that works without regions, sends `iss` and takes pushed requests.
pub const BANK: &str = "la-banque-postale";

/// A stack, and the right to have one.
pub struct House {
    /// Backend, banks and partner.
    pub stack: Arc<Stack>,
    _seat: SemaphorePermit<'static>,
}

impl House {
    /// Honest banks, two partners.
    pub async fn honest() -> Done<Self> {
        Self::with_liars(&[]).await
    }

    /// The same with banks that lie, as the sandbox takes them: `BANK=LIE`.
    pub async fn with_liars(liars: &[String]) -> Done<Self> {
        let lies = liars
            .iter()
            .flat_map(|liar| ["--lie".to_owned(), liar.clone()]);
        Self::with_sandbox(lies.collect()).await
    }

    /// The same with these arguments of the sandbox.
    pub async fn with_sandbox(sandbox: Vec<String>) -> Done<Self> {
        let seat = SEATS.acquire().await?;
        let (id, secret) = RIVAL;
        let rival = format!(
            "\n[[partners]]\nid = \"{id}\"\nname = \"Rival\"\nlegal_name = \"Rival SA\"\n\
             address = \"Paris\"\ncontact = \"rival@rival.example\"\nclient_id = \"{id}\"\nclient_secret = \"{secret}\"\n\
             application_id = \"rival-application\"\napi_key = \"rival-api-key\"\norigins = [\"{RIVAL_PAGE}\"]\n\
             return_urls = [{{ id = \"rival\", url = \"{RIVAL_PAGE}/\" }}]\npurposes = [\"financial_health\"]\n"
        );
        let extra = Extra {
            sandbox,
            config: rival,
        };
        Ok(Self {
            stack: Stack::apart(&extra)?,
            _seat: seat,
        })
    }
}
