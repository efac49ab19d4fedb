//! The directory's files: compiled, hashed and compressed once at the start, the same for everybody.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::Write;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use contract::{CountryFile, DIRECTORY_PATH};
use directory::compile::{InstitutionSource, country_file};
use directory::{Availability, Status};

use crate::app::App;
use crate::assets::{Encoding, packed};
use crate::config::{Config, Unconnected};
use crate::secrets;

use super::sources::{DataError, down};

/// A text and its compressed form.
#[derive(Debug)]
struct Text {
    plain: Vec<u8>,
    brotli: Vec<u8>,
}

/// The table of contents and the country files.
#[derive(Debug)]
pub(super) struct Files {
    index: Text,
    etag: String,
    countries: HashMap<String, Text>,
}

impl Files {
    pub(super) fn compile(
        sources: &[InstitutionSource],
        config: &Config,
    ) -> Result<Self, DataError> {
        let shown = shown(sources, config);
        let mut by_country: BTreeMap<&str, Vec<InstitutionSource>> = BTreeMap::new();
        for source in &shown {
            by_country
                .entry(&source.country)
                .or_default()
                .push(source.clone());
        }
        let first = &config.server.country;
        let popular = by_country
            .get(first.as_str())
            .map(|all| popular(all, config))
            .ok_or_else(|| DataError::Country(first.clone()))?;
        let mut files = HashMap::new();
        let mut listed = Vec::new();
        for (country, institutions) in by_country {
            let text = written(&institutions, config);
            let hash = &secrets::sha256_hex(text.as_bytes())[..12];
            let name = format!("{}.{hash}.txt", country.to_ascii_lowercase());
            listed.push(CountryFile {
                country: country.to_owned(),
                path: format!("/directory/{name}"),
            });
            files.insert(name, compress(text.into_bytes()));
        }
        let catalogue = contract::Catalogue {
            first: first.clone(),
            countries: listed,
            popular,
            down: down(&config.institutions.down, &shown),
            logos: config.server.logos.clone(),
        };
        let index = serde_json::to_vec(&catalogue).unwrap_or_default();
        let etag = format!("\"{}\"", &secrets::sha256_hex(&index)[..16]);
        Ok(Self {
            index: compress(index),
            etag,
            countries: files,
        })
    }
}

/// What a person is shown: everything, or what a connector serves and the old names that lead there.
fn shown(sources: &[InstitutionSource], config: &Config) -> Vec<InstitutionSource> {
    if config.institutions.unconnected == Unconnected::Show {
        return sources.to_vec();
    }
    let mut kept: Vec<InstitutionSource> = sources
        .iter()
        .filter(|source| {
            source.status != Status::Active
                || availability(config, source, None) == Availability::Connected
        })
        .cloned()
        .collect();
    for source in &mut kept {
        let whole = source.clone();
        source.regions.retain(|region| {
            availability(config, &whole, Some(&region.id)) == Availability::Connected
        });
    }
    // A chain of successors is as long as there are institutions at most.
    loop {
        let ids: HashSet<String> = kept.iter().map(|source| source.id.clone()).collect();
        let before = kept.len();
        kept.retain(|source| match &source.successor {
            Some(successor) => ids.contains(successor),
            None => source.status == Status::Active,
        });
        if kept.len() == before {
            return kept;
        }
    }
}

/// A country's institutions as the widget reads them.
fn written(institutions: &[InstitutionSource], config: &Config) -> String {
    country_file(institutions, |institution, region| {
        institutions
            .iter()
            .find(|source| source.id == institution)
            .map_or(Availability::NoConnector, |source| {
                availability(config, source, region)
            })
    })
}

/// The popular institutions alone, with nothing but what a first screen shows.
fn popular(institutions: &[InstitutionSource], config: &Config) -> String {
    let few: Vec<InstitutionSource> = institutions
        .iter()
        .filter(|source| source.status == Status::Active && source.popularity.is_some())
        .cloned()
        .collect();
    if few.is_empty() {
        return String::new();
    }
    let bare: Vec<InstitutionSource> = few
        .iter()
        .map(|source| InstitutionSource {
            aliases: Vec::new(),
            bic: Vec::new(),
            bank_codes: Vec::new(),
            domain: None,
            group: None,
            regions: Vec::new(),
            ..source.clone()
        })
        .collect();
    country_file(&bare, |institution, _| {
        few.iter()
            .find(|source| source.id == institution)
            .map_or(Availability::NoConnector, |source| {
                availability(config, source, None)
            })
    })
}

/// Whether a connector serves an institution; one that works by region is served when one of them is.
fn availability(config: &Config, source: &InstitutionSource, region: Option<&str>) -> Availability {
    let connected = |id: &str| config.banks.find(id, &source.country).is_some();
    let served = match region {
        Some(region) => connected(region),
        None if source.regions.is_empty() => connected(&source.id),
        None => source.regions.iter().any(|region| connected(&region.id)),
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
        (header::VARY, "accept-encoding".to_owned()),
    ];
    if known == Some(files.etag.as_str()) {
        return (StatusCode::NOT_MODIFIED, common).into_response();
    }
    let kind = (header::CONTENT_TYPE, "application/json");
    match Encoding::of(&headers) {
        Encoding::Brotli => (
            common,
            [kind, (header::CONTENT_ENCODING, "br")],
            files.index.brotli.clone(),
        )
            .into_response(),
        Encoding::Identity => (common, [kind], files.index.plain.clone()).into_response(),
    }
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
