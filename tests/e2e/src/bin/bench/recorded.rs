//! What the real backend answers to the start of a journey, taken down once, so that the static site says the same.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use e2e::{Done, Failure, stack::Stack};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Bodies, as they came.
pub struct Recorded {
    /// The partner's answer with a journey token.
    pub token: Vec<u8>,
    /// The backend's answer with the journey.
    pub opened: Vec<u8>,
    /// The directory's table of contents.
    catalogue: Value,
}

impl Recorded {
    /// Asks partner and backend once.
    pub async fn take(stack: &Stack) -> Done<Self> {
        let http = reqwest::Client::new();
        let token = http
            .post(format!("{}/bank/token", stack.partner))
            .send()
            .await?
            .error_for_status()?
            .bytes()
            .await?;
        let journey: Value = serde_json::from_slice(&token)?;
        let opened = http
            .post(format!("{}/journeys/open", stack.backend))
            .header("origin", &stack.partner)
            .json(&open(&journey, "bench")?)
            .send()
            .await?
            .error_for_status()?
            .bytes()
            .await?;
        let catalogue = http
            .get(format!("{}/directory/index.json", stack.backend))
            .send()
            .await?
            .error_for_status()?
            .json()
            .await?;
        Ok(Self {
            token: token.to_vec(),
            opened: opened.to_vec(),
            catalogue,
        })
    }

    /// The table of contents with one country alone, and the path of its file.
    pub fn catalogue(&self, country: &str, path: &str) -> Value {
        let mut catalogue = self.catalogue.clone();
        catalogue["first"] = country.into();
        catalogue["countries"] = json!([{ "country": country, "path": path }]);
        catalogue
    }
}

/// The body that opens a journey with the partner's answer and a browser's verifier.
pub fn open(answer: &Value, verifier: &str) -> Done<Value> {
    let token = answer["token"]
        .as_str()
        .ok_or_else(|| Failure::new("the partner gives no token"))?;
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier));
    Ok(json!({ "token": token, "wc": challenge, "surface": "inline" }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rest_of_the_table_of_contents_stays() {
        let recorded = Recorded {
            token: Vec::new(),
            opened: Vec::new(),
            catalogue: json!({ "first": "BE", "countries": [1, 2, 3], "popular": "p" }),
        };
        let made = recorded.catalogue("FR", "/a.txt");
        let files = json!([{ "country": "FR", "path": "/a.txt" }]);
        assert_eq!(
            made,
            json!({ "first": "FR", "countries": files, "popular": "p" })
        );
    }

    #[test]
    fn the_verifier_itself_does_not_leave_the_browser() {
        // RFC 7636, appendix B.
        let body = open(
            &json!({ "token": "t" }),
            "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
        )
        .unwrap();
        assert_eq!(body["wc"], "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
        assert_eq!(body["token"], "t");
        assert!(open(&json!({}), "v").is_err());
    }
}
