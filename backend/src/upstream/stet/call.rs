//! One STET call: address, correlation, the person's headers, token, signature.

use reqwest::{Method, RequestBuilder};
use url::Url;

use super::signature;
use crate::clock::Seconds;
use crate::secrets;
use crate::upstream::http::Http;
use crate::upstream::{Access, UpstreamFault};

/// A call about to be made.
pub(super) struct Call<'a> {
    pub method: Method,
    pub url: Url,
    pub body: Option<&'a [u8]>,
}

impl Call<'_> {
    /// The request, ready to be sent.
    pub(super) fn request(
        &self,
        http: &Http,
        access: Access<'_>,
        now: Seconds,
    ) -> Result<RequestBuilder, UpstreamFault> {
        let id = secrets::uuid().map_err(|_| UpstreamFault::Nonsense("no randomness"))?;
        let mut request = http
            .client
            .request(self.method.clone(), self.url.clone())
            .bearer_auth(access.token)
            .header("x-request-id", &id)
            .header(
                "accept",
                "application/hal+json; charset=utf-8, application/json",
            );
        for (name, value) in access.psu.headers() {
            request = request.header(name, value);
        }
        if let Some(body) = self.body {
            request = request
                .header("content-type", "application/json")
                .body(body.to_vec());
        }
        if let Some(signing) = &access.bank.connector.signing {
            for (name, value) in signature::headers(signing, self, &id, now)? {
                request = request.header(name, value);
            }
        }
        Ok(request)
    }
}

/// An address below the bank's API.
pub(super) fn address(access: Access<'_>, segments: &[&str]) -> Result<Url, UpstreamFault> {
    let mut url =
        Url::parse(&access.bank.api()).map_err(|_| UpstreamFault::Nonsense("the API address"))?;
    url.path_segments_mut()
        .map_err(|()| UpstreamFault::Nonsense("the API address"))?
        .pop_if_empty()
        .extend(segments);
    Ok(url)
}

/// The next page of a list. A link that leaves the bank's API is nonsense, not an address to call.
pub(super) fn follow(access: Access<'_>, here: &Url, href: &str) -> Result<Url, UpstreamFault> {
    let api =
        Url::parse(&access.bank.api()).map_err(|_| UpstreamFault::Nonsense("the API address"))?;
    let next = here
        .join(href)
        .map_err(|_| UpstreamFault::Nonsense("a link"))?;
    let inside = next.origin() == api.origin()
        && next
            .path()
            .starts_with(&format!("{}/", api.path().trim_end_matches('/')))
        && next.username().is_empty();
    if inside && next != *here {
        Ok(next)
    } else {
        Err(UpstreamFault::Nonsense("a link leaves the API"))
    }
}
