//! Opening, resuming and redeeming a journey.

use serde::{Deserialize, Serialize};

use crate::{JourneyId, Secret, Space, Stage, Step};

/// The languages the widget speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Locale {
    /// French.
    #[default]
    Fr,
    /// English.
    En,
}

impl Locale {
    /// The language tag (BCP 47).
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::En => "en",
        }
    }

    /// The language of a tag such as `fr-CA`; none when the widget does not speak it.
    pub fn parse(tag: &str) -> Option<Self> {
        match tag.split(['-', '_']).next()?.to_ascii_lowercase().as_str() {
            "fr" => Some(Self::Fr),
            "en" => Some(Self::En),
            _ => None,
        }
    }
}

/// What a run of the widget is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Connect a bank.
    #[default]
    Connect,
    /// See what is shared and withdraw it.
    Manage,
    /// Confirm again at the bank, or give a purpose again that has ended.
    Renew,
}

/// Where the steps after the bank are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Surface {
    /// In the partner's page.
    #[default]
    Inline,
    /// On the backend's own origin.
    Hosted,
}

/// `POST /journeys/open`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Open {
    /// The journey token that the partner's server was given: one use, ten minutes.
    pub token: Secret,
    /// SHA-256 of the browser's verifier `wv`, base64url without padding.
    pub wc: String,
    /// Where the steps after the bank are to be drawn.
    #[serde(default)]
    pub surface: Surface,
    /// What the element is set up for; a token made for another mode is refused and stays good.
    #[serde(default)]
    pub mode: Mode,
}

/// `POST /journeys/resume`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Resume {
    /// Which journey; absent on the backend's own pages after the bank, where the cookie says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub journey: Option<JourneyId>,
    /// The verifier; absent likewise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wv: Option<Secret>,
}

/// The answer to both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Opened {
    /// Bearer token, ten minutes, kept in memory only; absent on the backend's own pages, where a cookie stands for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access: Option<Secret>,
    /// Where the journey stands.
    pub view: View,
}

/// `POST /journeys/current/redeem`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Redeem {
    /// The one-time handoff code from the fragment.
    pub code: Secret,
    /// The verifier of the browser that started.
    pub wv: Secret,
}

/// The answer to `POST /journeys/current/attempts`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Ticket {
    /// One use, 60 s: submitted at once as a form to `/go`.
    pub ticket: Secret,
}

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Partner {
    /// The partner's name, as the person knows it.
    pub name: String,
    /// Where the person gets help, a page of the partner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
}

/// Where a journey stands: everything that a screen is drawn from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct View {
    /// Which journey.
    pub journey: JourneyId,
    /// Grows with every change: an older view never replaces a newer one.
    pub version: u64,
    /// Who asks.
    pub partner: Partner,
    /// For whom this is, masked, and since when: on the backend's own pages, where somebody may have been sent by a
    /// stranger.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whose: Option<String>,
    /// The space that a new choice starts with.
    pub space: Space,
    /// The steps in their order, as far as the chosen bank decides it.
    pub steps: Vec<Step>,
    /// What is to be drawn.
    pub stage: Stage,
}
