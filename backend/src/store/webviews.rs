//! Journey tokens: what a partner's server asks for and its page spends, once.

use contract::{InstitutionId, Locale, Mode, PurposeId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Store, from_column, to_column};
use crate::clock::Seconds;
use crate::problem::Fault;
use crate::secrets;

/// Ten minutes.
pub const JOURNEY_TOKEN_LIFE: Seconds = 600;

/// What the partner asked for with a journey token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// The registered return page, by id.
    pub return_url: String,
    /// The language the partner suggests.
    pub locale: Option<Locale>,
    /// How the hosted page looks.
    pub theme: Option<Theme>,
    /// The purposes to ask for, in order.
    pub purposes: Vec<PurposeId>,
    /// A bank chosen already.
    pub institution: Option<InstitutionId>,
    /// The name that the holder is expected to have, sealed. It goes when the token is spent and the journey is over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// The connection that is to be renewed, where that is what the journey is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub renews: Option<String>,
    /// The connection to which accounts or purposes are to be added, where that is what the journey is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adds_to: Option<String>,
}

impl Asked {
    /// The connection that there is already, and that the journey goes on with.
    pub fn goes_on_with(&self) -> Option<&str> {
        self.renews.as_deref().or(self.adds_to.as_deref())
    }
}

/// How the hosted page looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the person's system says.
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// The value of the element's `theme` attribute.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// A journey token's row.
#[derive(Clone, Debug)]
pub struct Webview {
    /// Which partner.
    pub partner: String,
    /// Which user of it.
    pub user: String,
    /// What for.
    pub mode: Mode,
    /// The rest.
    pub asked: Asked,
}

impl Store {
    /// Makes a journey token; the text is told once and not stored.
    ///
    /// # Errors
    /// [`Fault::Store`] or [`Fault::Random`].
    pub async fn journey_token(&self, webview: &Webview, now: Seconds) -> Result<String, Fault> {
        let token = secrets::token()?;
        sqlx::query(
            "INSERT INTO webviews (hash, partner, user_id, mode, asked, expires_at) VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(secrets::sha256_text(&token))
        .bind(&webview.partner)
        .bind(&webview.user)
        .bind(to_column(&webview.mode, "webviews.mode")?)
        .bind(to_column(&webview.asked, "webviews.asked")?)
        .bind(now + JOURNEY_TOKEN_LIFE)
        .execute(&self.pool)
        .await?;
        Ok(token)
    }

    /// Whose token it is, without spending it: the origin is checked before it is burnt.
    ///
    /// # Errors
    /// [`Fault::Store`] or [`Fault::Corrupt`].
    pub async fn look_at_journey_token(
        &self,
        token: &str,
        now: Seconds,
    ) -> Result<Option<Webview>, Fault> {
        let row: Option<(String, String, String, String)> = sqlx::query_as(
            "SELECT partner, user_id, mode, asked FROM webviews \
             WHERE hash = $1 AND used_at IS NULL AND expires_at > $2",
        )
        .bind(secrets::sha256_text(token))
        .bind(now)
        .fetch_optional(&self.pool)
        .await?;
        row.map(|(partner, user, mode, asked)| {
            Ok(Webview {
                partner,
                user,
                mode: from_column(&mode, "webviews.mode")?,
                asked: from_column(&asked, "webviews.asked")?,
            })
        })
        .transpose()
    }

    /// Spends a journey token. Of several at once exactly one hears true. What was asked is the journey's from then on.
    ///
    /// # Errors
    /// [`Fault::Store`].
    pub async fn burn_journey_token(&self, token: &str, now: Seconds) -> Result<bool, Fault> {
        let burnt = sqlx::query(
            "UPDATE webviews SET used_at = $1, asked = '' WHERE hash = $2 AND used_at IS NULL AND expires_at > $3",
        )
        .bind(now)
        .bind(secrets::sha256_text(token))
        .bind(now)
        .execute(&self.pool)
        .await?;
        Ok(burnt.rows_affected() == 1)
    }
}
