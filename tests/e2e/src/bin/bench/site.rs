//! One origin that serves every program in the same way: pages, files compressed beforehand, directories of any size, and
//! an API that answers from memory. So what is measured is the program in the browser and the bytes it needs.
//!
//! Guichet's answers are the real backend's, asked for once at the start.

use std::{
    collections::HashMap,
    io::Write,
    sync::{Arc, PoisonError, RwLock},
};

use axum::{
    Router,
    extract::{Query, State},
    http::{HeaderName, StatusCode, Uri, header},
    response::{IntoResponse, Response},
    routing::get,
};
use directory::compile::InstitutionSource;
use e2e::{Done, stack};
use serde_json::Value;
use tokio::{net::TcpListener, task::JoinHandle};

use crate::{
    directories,
    figures::Program,
    peers::{self, Peers},
    recorded::Recorded,
    target::Target,
};

/// Where the institutions of a page are, behind the page's own address.
pub const DIRECTORY: &str = "/directory/all.txt";

/// The server. It ends with this.
pub struct Site {
    origin: String,
    /// The same server under another name: to a browser, a partner that is a stranger to the widget's backend.
    partner: String,
    files: Files,
    server: JoinHandle<()>,
}

type Files = Arc<RwLock<HashMap<String, File>>>;

/// What is answered to a path.
#[derive(Clone)]
enum File {
    /// A file, compressed as the backend has it in production.
    Packed {
        kind: &'static str,
        policy: Option<&'static str>,
        brotli: Vec<u8>,
    },
    /// An API's answer.
    Answer(Vec<u8>),
    /// The institutions a search of MX's widget is answered from.
    Searched(Arc<Vec<Value>>),
}

/// What is in front of an institution search: the parameters of MX's widget.
#[derive(Default)]
struct Asked {
    name: String,
    page: usize,
}

/// Entries of one page of MX's search, as its widget asks for.
const PER_PAGE: usize = 25;

/// The peers' pages may load nothing from elsewhere: their logos, flags and fonts come from here or not at all.
const CLOSED: &str = "default-src 'self' 'unsafe-inline' data:; script-src 'self' 'unsafe-inline'";

impl Site {
    /// Starts on a free port, with the packed widget and, where they were built, the peers.
    pub async fn start(recorded: &Recorded, peers: Option<&Peers>) -> Done<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let port = listener.local_addr()?.port();
        let files = Files::default();
        let router = Router::new()
            .route("/{*path}", get(answer).post(answer).options(preflight))
            .with_state(Arc::clone(&files));
        let server = tokio::spawn(async move {
            // It ends when the task is dropped.
            let _ = axum::serve(listener, router).await;
        });
        let site = Self {
            origin: format!("http://127.0.0.1:{port}"),
            partner: format!("http://localhost:{port}"),
            files,
            server,
        };
        site.pack("/empty", "text/html; charset=utf-8", EMPTY.as_bytes());
        for entry in std::fs::read_dir(stack::dist())? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if let Some(kind) = kind(&name) {
                site.pack(&format!("/{name}"), kind, &std::fs::read(&path)?);
            }
        }
        site.answers("/bank/token", recorded.token.clone());
        if let Some(peers) = peers {
            for (name, bytes) in &peers.files {
                if let Some(kind) = kind(name) {
                    site.pack(&format!("/peers/{name}"), kind, bytes);
                }
            }
        }
        Ok(site)
    }

    /// The widget's page with this directory, all of France's: on the partner's origin, its backend on the other.
    pub fn guichet(&self, institutions: &[InstitutionSource], recorded: &Recorded) -> Target {
        let base = format!("/guichet-{}", institutions.len());
        self.pack(
            &format!("{base}{DIRECTORY}"),
            "text/plain; charset=utf-8",
            directories::text(institutions).as_bytes(),
        );
        let index = recorded.catalogue("FR", DIRECTORY).to_string().into_bytes();
        self.answers(&format!("{base}/directory/index.json"), index);
        self.answers(&format!("{base}/journeys/open"), recorded.opened.clone());
        self.page(&base, &guichet_page(&self.origin, &base), None);
        Target::new(Program::Guichet, format!("{}{base}", self.partner))
    }

    /// The page of the floor.
    pub fn empty(&self) -> Target {
        Target::new(Program::Empty, format!("{}/empty", self.origin))
    }

    /// The two peers' pages with these institutions.
    pub fn peers(&self, institutions: &[InstitutionSource]) -> [Target; 2] {
        let count = institutions.len();
        let all: Vec<Value> = institutions.iter().map(peers::institution).collect();
        let popular = Value::from(all.iter().take(PER_PAGE).cloned().collect::<Vec<_>>());
        let base = format!("/peers/{count}");
        self.answers(
            &format!("{base}/popular.json"),
            popular.to_string().into_bytes(),
        );
        self.pack(
            &format!("{base}/all.json"),
            "application/json",
            Value::from(all.clone()).to_string().as_bytes(),
        );
        self.put(
            &format!("{base}/institutions"),
            File::Searched(Arc::new(all)),
        );
        let pages = [
            (Program::Mx, "mx", peers::MX_PAGE),
            (Program::Nordigen, "nordigen", peers::NORDIGEN_PAGE),
        ];
        pages.map(|(program, name, html)| {
            let path = format!("{base}/{name}");
            self.page(&path, &html.replace("__BASE__", &base), Some(CLOSED));
            Target::new(program, format!("{}{path}", self.origin))
        })
    }

    fn page(&self, path: &str, html: &str, policy: Option<&'static str>) {
        let file = File::Packed {
            kind: "text/html; charset=utf-8",
            policy,
            brotli: compressed(html.as_bytes()),
        };
        self.put(path, file);
    }

    fn pack(&self, path: &str, kind: &'static str, bytes: &[u8]) {
        let file = File::Packed {
            kind,
            policy: None,
            brotli: compressed(bytes),
        };
        self.put(path, file);
    }

    fn answers(&self, path: &str, body: Vec<u8>) {
        self.put(path, File::Answer(body));
    }

    fn put(&self, path: &str, file: File) {
        let mut files = self.files.write().unwrap_or_else(PoisonError::into_inner);
        files.insert(path.to_owned(), file);
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// A page that has nothing to load.
const EMPTY: &str = "<!doctype html><html lang=\"fr\"><head><meta charset=\"utf-8\"><title>Empty</title></head>\
                     <body><input></body></html>";

/// A partner's page: the script tag and the element, as the documentation has them.
fn guichet_page(origin: &str, base: &str) -> String {
    format!(
        "<!doctype html><html lang=\"fr\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>Guichet</title>\
         <script type=\"module\" src=\"{origin}/guichet.js\" crossorigin></script></head><body><main>\
         <guichet-connect backend=\"{origin}{base}\" token-url=\"/bank/token\" locale=\"fr\"></guichet-connect>\
         </main></body></html>"
    )
}

fn kind(name: &str) -> Option<&'static str> {
    let (_, extension) = name.rsplit_once('.')?;
    Some(match extension {
        "js" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "css" => "text/css; charset=utf-8",
        "ttf" => "font/ttf",
        "png" => "image/png",
        _ => return None,
    })
}

/// `brotli -q 11` for what is small enough to be compressed at a release, 9 for directories of many megabytes.
fn compressed(bytes: &[u8]) -> Vec<u8> {
    let quality = if bytes.len() > 4_000_000 { 9 } else { 11 };
    let mut brotli = Vec::new();
    {
        let mut writer = brotli::CompressorWriter::new(&mut brotli, 64 * 1024, quality, 22);
        // Writing into memory cannot fail.
        let _ = writer.write_all(bytes);
    }
    brotli
}

/// What a page of another origin may send: the same as with the real backend.
async fn preflight() -> impl IntoResponse {
    let headers = [
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (
            header::ACCESS_CONTROL_ALLOW_HEADERS,
            "authorization, content-type",
        ),
    ];
    (StatusCode::NO_CONTENT, headers)
}

async fn answer(
    State(files): State<Files>,
    uri: Uri,
    Query(asked): Query<HashMap<String, String>>,
) -> Response {
    let file = {
        let files = files.read().unwrap_or_else(PoisonError::into_inner);
        files.get(uri.path()).cloned()
    };
    let caching = (header::CACHE_CONTROL, "no-cache");
    let readable = (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    match file {
        None => StatusCode::NOT_FOUND.into_response(),
        Some(File::Packed {
            kind,
            policy,
            brotli,
        }) => {
            let headers = [
                (header::CONTENT_TYPE, kind),
                (header::CONTENT_ENCODING, "br"),
                readable,
                caching,
            ];
            let policy =
                policy.map(|policy| [(HeaderName::from_static("content-security-policy"), policy)]);
            match policy {
                Some(policy) => (headers, policy, brotli).into_response(),
                None => (headers, brotli).into_response(),
            }
        }
        Some(File::Answer(body)) => (
            [
                (header::CONTENT_TYPE, "application/json"),
                readable,
                caching,
            ],
            body,
        )
            .into_response(),
        Some(File::Searched(all)) => {
            let asked = Asked {
                name: asked.get("search_name").cloned().unwrap_or_default(),
                page: asked
                    .get("page")
                    .and_then(|page| page.parse().ok())
                    .unwrap_or(1),
            };
            let body = Value::from(search(&all, &asked)).to_string();
            (
                [
                    (header::CONTENT_TYPE, "application/json"),
                    readable,
                    caching,
                ],
                body,
            )
                .into_response()
        }
    }
}

/// What a server of MX's would do at its simplest: names that contain what is typed.
fn search(all: &[Value], asked: &Asked) -> Vec<Value> {
    let name = asked.name.to_lowercase();
    all.iter()
        .filter(|one| {
            one["name"]
                .as_str()
                .is_some_and(|found| found.to_lowercase().contains(&name))
        })
        .skip(PER_PAGE * asked.page.saturating_sub(1))
        .take(PER_PAGE)
        .cloned()
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_search_answers_one_page_of_the_names_that_contain_it() {
        let all: Vec<Value> = (0..60)
            .map(|number| json!({ "name": format!("Bank {number}") }))
            .collect();
        let found = |name: &str, page| {
            let asked = Asked {
                name: name.to_owned(),
                page,
            };
            search(&all, &asked)
        };
        assert_eq!(found("BANK", 1).len(), PER_PAGE);
        assert_eq!(found("bank", 3).len(), 10);
        assert_eq!(found("bank 5", 1).len(), 11);
        assert!(found("x", 1).is_empty());
    }

    #[test]
    fn what_is_compressed_comes_back() {
        let text = b"guichet ".repeat(500);
        let mut back = Vec::new();
        let packed = compressed(&text);
        assert!(packed.len() < 100);
        brotli::BrotliDecompress(&mut packed.as_slice(), &mut back).unwrap();
        assert_eq!(back, text);
    }
}
