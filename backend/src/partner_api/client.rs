//! Who calls: a partner, by an access token of ours. Access tokens are short JWTs, `EdDSA` (RFC 8037), ten minutes.

use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use contract::Code;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::config::Partner;
use crate::problem::Fault;
use crate::secrets;

/// Ten minutes, in seconds.
pub const ACCESS_LIFE: i64 = 600;

/// What a token says.
#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: String,
    iat: i64,
    exp: i64,
    jti: String,
}

/// The partner that calls, by id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client(pub String);

/// An access token for a partner.
///
/// # Errors
/// [`Fault::Random`], or [`Fault::Corrupt`] when the key does not sign.
pub fn issue(app: &App, partner: &str) -> Result<String, Fault> {
    let now = app.now();
    let claims = Claims {
        iss: app.own_origin().to_owned(),
        aud: format!("{}/v1", app.own_origin()),
        sub: partner.to_owned(),
        iat: now,
        exp: now + ACCESS_LIFE,
        jti: secrets::uuid()?,
    };
    let key = EncodingKey::from_ed_der(app.keys().access_key().private());
    jsonwebtoken::encode(&Header::new(Algorithm::EdDSA), &claims, &key)
        .map_err(|_| Fault::Corrupt("signing key"))
}

fn verify(app: &App, token: &str) -> Result<String, Fault> {
    let refused = || {
        Fault::Refused(
            Code::Unauthorized,
            "an access token of POST /clients/token or POST /oauth/token",
        )
    };
    let mut validation = Validation::new(Algorithm::EdDSA);
    // Time is ours (see `clock`), so it is checked below.
    validation.validate_exp = false;
    validation.set_issuer(&[app.own_origin()]);
    validation.set_audience(&[format!("{}/v1", app.own_origin())]);
    let key = DecodingKey::from_ed_der(app.keys().access_key().public());
    let claims = jsonwebtoken::decode::<Claims>(token, &key, &validation)
        .map_err(|_| refused())?
        .claims;
    let now = app.now();
    if claims.exp <= now || claims.iat > now + 60 {
        return Err(refused());
    }
    app.config()
        .partner(&claims.sub)
        .map(|partner| partner.id.clone())
        .ok_or_else(refused)
}

impl FromRequestParts<App> for Client {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Fault> {
        let header = parts
            .headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok());
        let token = header
            .and_then(|value| value.strip_prefix("Bearer "))
            .unwrap_or_default();
        verify(app, token).map(Self)
    }
}

impl Client {
    /// The partner's registration.
    ///
    /// # Errors
    /// [`Code::Unauthorized`] when it is gone.
    pub fn partner<'a>(&self, app: &'a App) -> Result<&'a Partner, Fault> {
        app.config()
            .partner(&self.0)
            .ok_or(Fault::Refused(Code::Unauthorized, ""))
    }

    /// Refuses a user that is not this partner's, as if it did not exist.
    ///
    /// # Errors
    /// [`Code::NotFound`].
    pub async fn owns(&self, app: &App, user: &str) -> Result<(), Fault> {
        if app.store().user_exists(&self.0, user).await? {
            Ok(())
        } else {
            Err(Fault::Refused(Code::NotFound, "a user of POST /v1/users"))
        }
    }
}
