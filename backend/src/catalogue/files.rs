//! The directory's files: compiled, hashed and compressed once at the start, the same for everybody.

use std::collections::{BTreeMap, HashMap};
use std::io::Write;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use contract::{CountryFile, DIRECTORY_PATH};
use directory::Availability;
use directory::compile::{InstitutionSource, countries, country_file};

use crate::app::App;
use crate::assets::{Encoding, packed};
use crate::config::Config;
use crate::secrets;

/// A text and its compressed form.
#[derive(Debug)]
struct Text {
    plain: Vec<u8>,
    brotli: Vec<u8>,
}

/// The table of contents and the country files.
#[derive(Debug)]
pub(super) struct Files {
    index: Vec<u8>,
    etag: String,
    countries: HashMap<String, Text>,
}

impl Files {
    pub(super) fn compile(sources: &[InstitutionSource], config: &Config) -> Self {
        let mut by_country: BTreeMap<&str, Vec<InstitutionSource>> = BTreeMap::new();
        for country in countries(sources) {
            let of = sources
                .iter()
                .filter(|source| source.country == country)
                .cloned()
                .collect();
            by_country.insert(country, of);
        }
        let mut files = HashMap::new();
        let mut listed = Vec::new();
        for (country, institutions) in by_country {
            let text = country_file(&institutions, |institution, region| {
                availability(config, &institutions, institution, region)
            });
            let hash = &secrets::sha256_hex(text.as_bytes())[..12];
            let name = format!("{}.{hash}.txt", country.to_ascii_lowercase());
            listed.push(CountryFile {
                country: country.to_owned(),
                path: format!("/directory/{name}"),
            });
            files.insert(name, compress(text.into_bytes()));
        }
        let catalogue = contract::Catalogue {
            first: config.server.country.clone(),
            countries: listed,
            logos: config.server.logos.clone(),
        };
        let index = serde_json::to_vec(&catalogue).unwrap_or_default();
        let etag = format!("\"{}\"", &secrets::sha256_hex(&index)[..16]);
        Self {
            index,
            etag,
            countries: files,
        }
    }
}

/// Whether a connector serves an institution; one that works by region is served when one of them is.
fn availability(
    config: &Config,
    all: &[InstitutionSource],
    institution: &str,
    region: Option<&str>,
) -> Availability {
    let connected = |id: &str| config.banks.find(id).is_some();
    let served = match region {
        Some(region) => connected(region),
        None => match all.iter().find(|source| source.id == institution) {
            Some(source) if !source.regions.is_empty() => {
                source.regions.iter().any(|region| connected(&region.id))
            }
            _ => connected(institution),
        },
    };
    if served {
        Availability::Connected
    } else {
        Availability::NoConnector
    }
}

/// Brotli at quality 9: the whole of Europe in well under a second at start, within a few per cent of 11.
fn compress(plain: Vec<u8>) -> Text {
    let mut brotli = Vec::new();
    {
        let mut writer = brotli::CompressorWriter::new(&mut brotli, 16 * 1024, 9, 22);
        // Writing into memory cannot fail; were it to, the plain form is served.
        let _ = writer.write_all(&plain);
    }
    Text { plain, brotli }
}

/// The public directory.
pub fn routes() -> Router<App> {
    Router::new()
        .route(DIRECTORY_PATH, get(index))
        .route("/directory/{file}", get(country))
}

/// The table of contents: small and revalidated.
#[utoipa::path(get, path = "/directory/index.json", tag = "public", responses(
    (status = 200, description = "Where the country files are", body = contract::Catalogue),
    (status = 304, description = "Unchanged")))]
pub async fn index(State(app): State<App>, headers: HeaderMap) -> Response {
    let files = &app.catalogue().files;
    let known = headers
        .get(header::IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok());
    let common = [
        (header::ETAG, files.etag.clone()),
        (header::CACHE_CONTROL, "public, no-cache".to_owned()),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*".to_owned()),
    ];
    if known == Some(files.etag.as_str()) {
        return (StatusCode::NOT_MODIFIED, common).into_response();
    }
    (
        common,
        [(header::CONTENT_TYPE, "application/json")],
        files.index.clone(),
    )
        .into_response()
}

/// A country's file, immutable: its name is its content's hash.
#[utoipa::path(get, path = "/directory/{file}", tag = "public", params(("file" = String, Path)), responses(
    (status = 200, description = "A country's institutions in the compact form of the directory", body = String, content_type = "text/plain")))]
pub async fn country(
    State(app): State<App>,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Response {
    match app.catalogue().files.countries.get(&file) {
        None => StatusCode::NOT_FOUND.into_response(),
        Some(text) => match Encoding::of(&headers) {
            Encoding::Brotli => {
                packed("text/plain; charset=utf-8", Some("br"), text.brotli.clone())
            }
            Encoding::Identity => packed("text/plain; charset=utf-8", None, text.plain.clone()),
        },
    }
}
