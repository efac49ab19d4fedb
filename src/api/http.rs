//! One request by the browser's `fetch`, and its answer as text.

use crate::leptos::prelude::window;
use js_sys::{Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestInit, Response};

/// A request. Method and headers are those of HTTP; without a body none is sent.
pub struct Request<'a> {
    /// `GET`, `POST`, `PUT` or `DELETE`.
    pub method: &'a str,
    /// Where to.
    pub address: &'a str,
    /// Names and values.
    pub headers: &'a [(&'a str, &'a str)],
    /// What is sent along.
    pub body: Option<&'a str>,
}

/// An answer.
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// Seconds of `Retry-After`, where the answer has it.
    pub retry_after: Option<u16>,
    /// The body.
    pub text: String,
}

impl Reply {
    /// Whether the status says that it went well.
    pub fn is_ok(&self) -> bool {
        self.status / 100 == 2
    }
}

impl Request<'_> {
    /// Sends it and reads all of the answer. Nothing when there was none: no network, or CORS refused it.
    pub async fn send(self) -> Option<Reply> {
        let response: Response = wait(self.start().ok()?).await?.dyn_into().ok()?;
        let retry_after = response
            .headers()
            .get("Retry-After")
            .ok()?
            .and_then(|seconds| seconds.parse().ok());
        let text = wait(response.text().ok()?).await?.as_string()?;
        Some(Reply {
            status: response.status(),
            retry_after,
            text,
        })
    }

    fn start(self) -> Result<Promise, JsValue> {
        let headers = Object::new();
        for (name, value) in self.headers {
            Reflect::set(
                &headers,
                &JsValue::from_str(name),
                &JsValue::from_str(value),
            )?;
        }
        let init = RequestInit::new();
        init.set_method(self.method);
        init.set_headers(&headers);
        if let Some(body) = self.body {
            init.set_body(&JsValue::from_str(body));
        }
        Ok(window().fetch_with_str_and_init(self.address, &init))
    }
}

/// Reads what lies at an address.
pub async fn get(address: &str) -> Option<Reply> {
    Request {
        method: "GET",
        address,
        headers: &[],
        body: None,
    }
    .send()
    .await
}

async fn wait(promise: Promise) -> Option<JsValue> {
    JsFuture::from(promise).await.ok()
}
