//! JSON bodies, refused with the field's name and never with its value.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::header;
use contract::Code;
use serde::de::DeserializeOwned;

use crate::problem::Fault;

/// A JSON body of a known type.
#[derive(Clone, Copy, Debug)]
pub struct Body<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Fault;

    async fn from_request(request: Request, state: &S) -> Result<Self, Fault> {
        let kind = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        if kind.split(';').next().unwrap_or_default().trim() != "application/json" {
            return Err(Fault::Refused(
                Code::BadRequest,
                "Content-Type: application/json",
            ));
        }
        let bytes = Bytes::from_request(request, state).await.map_err(|_| {
            Fault::Refused(Code::BadRequest, "the body is too large or was cut off")
        })?;
        parse(&bytes).map(Self)
    }
}

/// Reads JSON; an empty body reads as `{}`.
fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Fault> {
    let bytes = if bytes.is_empty() { b"{}" } else { bytes };
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        // serde's own message can quote what was sent: only the place is told.
        let inner = error.inner();
        Fault::Malformed(format!(
            "JSON: `{}`, line {} column {}",
            error.path(),
            inner.line(),
            inner.column()
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_body_is_refused_with_the_field_and_without_its_value() {
        let wrong = br#"{"token": 12, "wc": "secret"}"#;
        let Err(Fault::Malformed(text)) = parse::<contract::Open>(wrong) else {
            panic!("this body is wrong")
        };
        assert!(text.contains("token"), "{text}");
        assert!(!text.contains("12") || text.contains("column 12"), "{text}");
        assert!(!text.contains("secret"), "{text}");
    }
}
