//! `GET /v1/institutions`: what can be connected.

use axum::Json;
use axum::extract::{Query, State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::Client;
use crate::app::App;
use crate::problem::Fault;

/// Which country.
#[derive(Deserialize, IntoParams)]
pub struct Which {
    /// ISO 3166; the configuration's country when absent.
    country: Option<String>,
}

/// Institutions of a country.
#[derive(Debug, Serialize, ToSchema)]
pub struct Institutions {
    institutions: Vec<Institution>,
}

/// One institution.
#[derive(Debug, Serialize, ToSchema)]
pub struct Institution {
    id: String,
    name: String,
    country: String,
    bic: Vec<String>,
    /// Whether a connector serves it, or one of its regions.
    connected: bool,
    regions: Vec<Region>,
}

/// One region of an institution.
#[derive(Debug, Serialize, ToSchema)]
pub struct Region {
    id: String,
    name: String,
    departments: Vec<String>,
    connected: bool,
}

/// Active institutions, the popular ones first.
#[utoipa::path(get, path = "/v1/institutions", tag = "partner", params(Which), responses(
    (status = 200, description = "Institutions", body = Institutions)))]
pub async fn list(
    State(app): State<App>,
    _: Client,
    Query(which): Query<Which>,
) -> Result<Json<Institutions>, Fault> {
    let country = which.country.map_or_else(
        || app.config().server.country.clone(),
        |country| country.to_ascii_uppercase(),
    );
    let banks = &app.config().banks;
    let institutions = app
        .catalogue()
        .of_country(&country)
        .into_iter()
        .map(|source| {
            let regions: Vec<Region> = source
                .regions
                .iter()
                .map(|region| Region {
                    id: region.id.clone(),
                    name: region.name.clone(),
                    departments: region.departments.clone(),
                    connected: banks.find(&region.id, &source.country).is_some(),
                })
                .collect();
            let connected = if regions.is_empty() {
                banks.find(&source.id, &source.country).is_some()
            } else {
                regions.iter().any(|region| region.connected)
            };
            Institution {
                id: source.id.clone(),
                name: source.name.clone(),
                country: source.country.clone(),
                bic: source.bic.clone(),
                connected,
                regions,
            }
        })
        .collect();
    Ok(Json(Institutions { institutions }))
}
