//! The widget's files, readable by any page, from a folder or from inside the program (feature `embed`).

use std::collections::HashMap;
use std::io::Write;
use std::path::Path as FilePath;

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::app::App;

#[cfg(feature = "embed")]
mod embedded {
    include!(concat!(env!("OUT_DIR"), "/embedded.rs"));
}

/// One file, plain and compressed.
#[derive(Debug)]
struct File {
    plain: Vec<u8>,
    brotli: Vec<u8>,
}

/// The files by name.
#[derive(Debug, Default)]
pub struct Assets {
    files: HashMap<String, File>,
}

/// Names that may be served: what `cargo xtask pack` writes for a partner's page.
fn is_public(name: &str) -> bool {
    let kind = FilePath::new(name)
        .extension()
        .and_then(|kind| kind.to_str());
    name.starts_with("guichet") && (matches!(kind, Some("js" | "wasm")) || name.ends_with(".d.ts"))
}

impl Assets {
    /// Reads a folder once; files put there later need a restart. A missing folder is an empty one: the API works
    /// without the widget.
    ///
    /// # Errors
    /// When a file that is there cannot be read.
    pub fn from_folder(folder: &FilePath) -> std::io::Result<Self> {
        let mut files = HashMap::new();
        if !folder.is_dir() {
            tracing::warn!(
                "the folder of the widget's files is missing: `cargo xtask pack` makes it"
            );
            return Ok(Self { files });
        }
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if is_public(&name) {
                let beside = folder.join(format!("{name}.br"));
                let plain = std::fs::read(entry.path())?;
                let brotli = if beside.is_file() {
                    std::fs::read(beside)?
                } else {
                    compress(&plain)
                };
                files.insert(name, File { plain, brotli });
            }
        }
        Ok(Self { files })
    }

    /// The files inside the program.
    #[cfg(feature = "embed")]
    pub fn embedded() -> Self {
        let files = embedded::FILES
            .iter()
            .filter(|(name, _)| is_public(name))
            .map(|(name, plain)| {
                (
                    (*name).to_owned(),
                    File {
                        plain: plain.to_vec(),
                        brotli: compress(plain),
                    },
                )
            })
            .collect();
        Self { files }
    }
}

fn compress(plain: &[u8]) -> Vec<u8> {
    let mut brotli = Vec::new();
    {
        let mut writer = brotli::CompressorWriter::new(&mut brotli, 16 * 1024, 11, 22);
        // Writing into memory cannot fail.
        let _ = writer.write_all(plain);
    }
    brotli
}

/// The form of an answer's body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Compressed by brotli.
    Brotli,
    /// As it is.
    Identity,
}

impl Encoding {
    /// What the browser takes; `br;q=0` is a no.
    pub fn of(headers: &HeaderMap) -> Self {
        let accepts = headers
            .get(header::ACCEPT_ENCODING)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        let brotli = accepts.split(',').any(|part| {
            let mut words = part.split(';').map(str::trim);
            words.next() == Some("br")
                && !words.any(|word| matches!(word, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
        });
        if brotli { Self::Brotli } else { Self::Identity }
    }
}

/// A body that never changes, readable by any page.
pub fn packed(kind: &'static str, encoding: Option<&'static str>, body: Vec<u8>) -> Response {
    public(kind, encoding, "public, max-age=31536000, immutable", body)
}

fn public(
    kind: &'static str,
    encoding: Option<&'static str>,
    caching: &'static str,
    body: Vec<u8>,
) -> Response {
    let mut response = Body::from(body).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_ORIGIN,
        HeaderValue::from_static("*"),
    );
    headers.insert(
        "cross-origin-resource-policy",
        HeaderValue::from_static("cross-origin"),
    );
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

fn kind(name: &str) -> &'static str {
    match FilePath::new(name)
        .extension()
        .and_then(|kind| kind.to_str())
    {
        Some("wasm") => "application/wasm",
        Some("js") => "text/javascript; charset=utf-8",
        _ => "text/plain; charset=utf-8",
    }
}

fn serve(app: &App, name: &str, headers: &HeaderMap, caching: &'static str) -> Response {
    match app.assets().files.get(name) {
        None => StatusCode::NOT_FOUND.into_response(),
        Some(file) => match Encoding::of(headers) {
            Encoding::Brotli => public(kind(name), Some("br"), caching, file.brotli.clone()),
            Encoding::Identity => public(kind(name), None, caching, file.plain.clone()),
        },
    }
}

/// The widget's addresses: `/guichet.js` follows updates, `/guichet/<version>/…` never changes. What the loader
/// fetches lies beside it under either; files with a hash in their name never change.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/guichet.js", get(latest_script))
        .route("/guichet.d.ts", get(latest_types))
        .route("/guichet/{version}/{file}", get(versioned))
        .route("/{file}", get(beside))
}

async fn latest_script(State(app): State<App>, headers: HeaderMap) -> Response {
    serve(&app, "guichet.js", &headers, "public, max-age=300")
}

async fn latest_types(State(app): State<App>, headers: HeaderMap) -> Response {
    serve(&app, "guichet.d.ts", &headers, "public, max-age=300")
}

async fn versioned(
    State(app): State<App>,
    Path((version, file)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    if version != env!("CARGO_PKG_VERSION") {
        return StatusCode::NOT_FOUND.into_response();
    }
    serve(&app, &file, &headers, "public, max-age=31536000, immutable")
}

async fn beside(State(app): State<App>, Path(file): Path<String>, headers: HeaderMap) -> Response {
    if FilePath::new(&file)
        .extension()
        .is_none_or(|kind| kind != "wasm")
    {
        return StatusCode::NOT_FOUND.into_response();
    }
    serve(&app, &file, &headers, "public, max-age=31536000, immutable")
}
