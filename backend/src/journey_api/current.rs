//! `GET /journeys/current`: where the journey stands.

use axum::Json;
use axum::extract::State;
use contract::View;

use super::Seated;
use crate::app::App;
use crate::problem::Fault;
use crate::{settle, view};

/// Where the journey stands: everything that a screen is drawn from.
#[utoipa::path(get, path = "/journeys/current", tag = "journey", responses(
    (status = 200, description = "The current stage", body = View),
    (status = 401, description = "Resume, or it continued elsewhere", body = contract::Problem),
    (status = 410, description = "The journey is gone", body = contract::Problem)))]
pub async fn view(State(app): State<App>, seated: Seated) -> Result<Json<View>, Fault> {
    answer(&app, &seated).await
}

/// The current view, as every act answers it.
pub(super) async fn answer(app: &App, seated: &Seated) -> Result<Json<View>, Fault> {
    let journey = settle::settle(app, &seated.journey, &seated.psu).await?;
    Ok(Json(
        view::view(app, &journey, seated.seat, seated.locale).await?,
    ))
}
