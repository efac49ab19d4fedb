//! The attacker's own origin: one page, and a note of everything that comes there.

use std::sync::{Arc, Mutex, PoisonError};

use axum::{
    Router,
    body::to_bytes,
    extract::{Request, State},
    response::{Html, IntoResponse, Response},
};
use e2e::Done;
use tokio::{net::TcpListener, task::JoinHandle};

/// The most that is kept of one request's body.
const LARGEST_BODY: usize = 64 * 1024;

/// A listener on a name and port of its own.
pub struct Evil {
    /// Its origin, a stranger to partner, backend and banks: the same host as the partner's page, another port.
    pub origin: String,
    shelf: Arc<Mutex<Shelf>>,
    server: JoinHandle<()>,
}

#[derive(Default)]
struct Shelf {
    page: String,
    headers: Vec<(&'static str, &'static str)>,
    loot: Vec<String>,
}

impl Evil {
    /// Opens it.
    pub async fn open() -> Done<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let origin = format!("http://localhost:{}", listener.local_addr()?.port());
        let shelf = Arc::new(Mutex::new(Shelf::default()));
        let router = Router::new()
            .fallback(answer)
            .with_state(Arc::clone(&shelf));
        let server = tokio::spawn(async move {
            // It ends when it is aborted.
            let _ = axum::serve(listener, router).await;
        });
        Ok(Self {
            origin,
            shelf,
            server,
        })
    }

    /// What a visitor gets from now on.
    pub fn show(&self, page: impl Into<String>, headers: &[(&'static str, &'static str)]) {
        let mut held = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        held.page = page.into();
        held.headers = headers.to_vec();
    }

    /// Method, address, headers and body of everything that came to `path`.
    pub fn loot(&self, path: &str) -> Vec<String> {
        let held = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        let here = |line: &&String| {
            line.split(' ')
                .nth(1)
                .is_some_and(|found| found.starts_with(path))
        };
        held.loot.iter().filter(here).cloned().collect()
    }
}

impl Drop for Evil {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn answer(State(shelf): State<Arc<Mutex<Shelf>>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, LARGEST_BODY).await.unwrap_or_default();
    let line = format!(
        "{} {} {:?} {}",
        parts.method,
        parts.uri,
        parts.headers,
        String::from_utf8_lossy(&body)
    );
    let mut shelf = shelf.lock().unwrap_or_else(PoisonError::into_inner);
    shelf.loot.push(line);
    let mut response = Html(shelf.page.clone()).into_response();
    for (name, value) in &shelf.headers {
        response
            .headers_mut()
            .insert(*name, axum::http::HeaderValue::from_static(value));
    }
    response
}

/// A page that submits a form by itself as soon as it is loaded.
pub fn auto_post(address: &str, name: &str, value: &str) -> String {
    format!(
        "<!doctype html><title>x</title><form method=post action='{address}'><input type=hidden name='{name}' \
         value='{value}'></form><script>document.forms[0].submit()</script>"
    )
}

/// A page on which `script` runs; what it leaves in `window.result` is what it found.
pub fn page(script: &str) -> String {
    format!("<!doctype html><title>x</title><h1>Concours</h1><script type=module>{script}</script>")
}
