//! The backend's router over a database in memory where there is such a place, and the sandbox's banks on a port of
//! loopback, served by a thread of their own.

use std::net::SocketAddr;
use std::path::Path;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use backend::app::App;
use backend::{config, start};
use http_body_util::BodyExt;
use sandbox::app::{App as Sandbox, Shared};
use sandbox::bank::Banks;
use sandbox::journal::{Filter, Kind};
use tempfile::TempDir;
use tower::ServiceExt;

/// The backend's own origin. Nothing listens there: requests are handed to its router.
pub const OWN: &str = "http://127.0.0.1:8082";

/// The partner's page on which journeys begin.
pub const PAGE: &str = "http://localhost:8080";

/// The partner's other origin.
pub const OTHER_PAGE: &str = "http://localhost:8081";

/// What the example says of rates; here one journey is tried thousands of times.
const LIMITS: [(&str, &str); 4] = [
    ("journey = 20", "journey = 50000000"),
    ("journey = 30", "journey = 50000000"),
    ("partner = 3000", "partner = 50000000"),
    ("network = 300", "network = 50000000"),
];

/// Everything, in this process.
pub struct House {
    /// What handlers share.
    pub app: App,
    /// The backend.
    pub router: Router,
    /// The banks, as a person's browser reaches them.
    banks: Router,
    /// The sandbox's log of calls, where the banks are the sandbox's.
    calls: Option<Shared>,
    _folder: TempDir,
}

/// What was answered.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl Answer {
    /// A header, or nothing.
    pub fn header(&self, name: impl header::AsHeaderName) -> &str {
        let value = self.headers.get(name);
        value
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }
}

/// A folder for what need not survive: no disk has to be waited for.
///
/// # Errors
/// When none can be made.
pub fn folder() -> Result<TempDir, String> {
    let memory = Path::new("/dev/shm");
    let mut builder = tempfile::Builder::new();
    let builder = builder.prefix("guichet-fuzz-");
    let made = builder.tempdir_in(memory).or_else(|_| builder.tempdir());
    made.map_err(|error| format!("no folder to work in: {error}"))
}

impl House {
    /// Starts both.
    ///
    /// # Errors
    /// What cannot be started, in words.
    pub async fn new() -> Result<Self, String> {
        let (banks, calls, address) = banks()?;
        let house = Self::beside(banks, address).await?;
        Ok(Self {
            calls: Some(calls),
            ..house
        })
    }

    /// Starts the backend beside banks that listen already.
    ///
    /// # Errors
    /// What cannot be started, in words.
    pub async fn beside(banks: Router, address: SocketAddr) -> Result<Self, String> {
        let folder = folder()?;
        let database = folder.path().join("guichet.db");
        let key = folder.path().join("guichet.key");
        let mut text = example()
            .replace("http://[::1]:8083", &format!("http://{address}"))
            .replace(
                "sqlite://var/guichet.db",
                &format!("sqlite://{}", database.display()),
            )
            .replace("var/guichet.key", &key.display().to_string());
        for (limit, none) in LIMITS {
            if !text.contains(limit) {
                return Err(format!("the example no longer holds {limit}"));
            }
            text = text.replace(limit, none);
        }
        let path = folder.path().join("guichet.toml");
        std::fs::write(&path, text).map_err(|error| error.to_string())?;
        let config = config::load(&path, []).map_err(|error| error.to_string())?;
        let app = start::start(config)
            .await
            .map_err(|error| error.to_string())?;
        Ok(Self {
            router: backend::app::router(&app),
            app,
            banks,
            calls: None,
            _folder: folder,
        })
    }

    /// What the backend answers.
    pub async fn ask(&self, request: Request<Body>) -> Answer {
        answer(&self.router, request).await
    }

    /// How often the banks were asked for tokens.
    pub fn exchanges(&self) -> usize {
        let calls = self
            .calls
            .iter()
            .flat_map(|banks| banks.journal.read(&Filter::default()));
        calls.filter(|call| call.kind == Kind::Token).count()
    }

    /// What the banks show a person's browser.
    pub async fn ask_bank(&self, request: Request<Body>) -> Answer {
        answer(&self.banks, request).await
    }
}

/// The example's configuration, as it ships.
pub const fn example() -> &'static str {
    include_str!("../../../backend/guichet.example.toml")
}

async fn answer(router: &Router, request: Request<Body>) -> Answer {
    let response = match router.clone().oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    };
    let (parts, body) = response.into_parts();
    // A body that breaks off counts as none: the answers here are whole before they are sent.
    let body = body
        .collect()
        .await
        .map(http_body_util::Collected::to_bytes);
    Answer {
        status: parts.status,
        headers: parts.headers,
        body: body.unwrap_or_default(),
    }
}

/// The sandbox's banks: their router, for the person, and their address, for the backend.
fn banks() -> Result<(Router, Shared, SocketAddr), String> {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").map_err(|error| error.to_string())?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let all = Banks::load().map_err(|error| error.to_string())?;
    let base = format!("http://{address}").parse()?;
    let sandbox = Sandbox::new(all, base, OWN.parse()?, 1, None);
    let router = sandbox::app::router(Shared::clone(&sandbox));
    serve(listener, router.clone())?;
    Ok((router, sandbox, address))
}

/// Serves on a thread of its own until the process ends.
///
/// # Errors
/// What the operating system says.
pub fn serve(listener: std::net::TcpListener, router: Router) -> Result<(), String> {
    listener
        .set_nonblocking(true)
        .map_err(|error| error.to_string())?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| error.to_string())?;
    std::thread::spawn(move || {
        runtime.block_on(async move {
            match tokio::net::TcpListener::from_std(listener) {
                Ok(listener) => axum::serve(listener, router).await,
                Err(error) => Err(error),
            }
        })
    });
    Ok(())
}
