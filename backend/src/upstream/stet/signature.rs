//! The HTTP signature STET §3.5 asks for (draft-cavage-http-signatures): `Digest` and `Signature`, RSA-SHA256.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ring::rand::SystemRandom;
use ring::signature::RSA_PKCS1_SHA256;
use time::OffsetDateTime;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

use super::call::Call;
use crate::clock::Seconds;
use crate::config::Signing;
use crate::secrets::sha256;
use crate::upstream::UpstreamFault;

/// RFC 9110 §5.6.7.
const HTTP_DATE: &[BorrowedFormatItem<'_>] = format_description!(
    "[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT"
);

/// The headers that sign a call.
pub(super) fn headers(
    signing: &Signing,
    call: &Call<'_>,
    request_id: &str,
    now: Seconds,
) -> Result<[(&'static str, String); 3], UpstreamFault> {
    let failed = || UpstreamFault::Nonsense("the request could not be signed");
    let digest = format!(
        "SHA-256={}",
        STANDARD.encode(sha256(call.body.unwrap_or_default()))
    );
    let date = OffsetDateTime::from_unix_timestamp(now)
        .ok()
        .and_then(|moment| moment.format(HTTP_DATE).ok())
        .ok_or_else(failed)?;
    let text = signing_string(call, request_id, &date, &digest);
    let mut signature = vec![0; signing.key.public().modulus_len()];
    signing
        .key
        .sign(
            &RSA_PKCS1_SHA256,
            &SystemRandom::new(),
            text.as_bytes(),
            &mut signature,
        )
        .map_err(|_| failed())?;
    let header = format!(
        "keyId=\"{}\",algorithm=\"rsa-sha256\",headers=\"(request-target) date digest x-request-id\",signature=\"{}\"",
        signing.key_id,
        STANDARD.encode(signature)
    );
    Ok([("date", date), ("digest", digest), ("signature", header)])
}

fn signing_string(call: &Call<'_>, request_id: &str, date: &str, digest: &str) -> String {
    let target = match call.url.query() {
        None => call.url.path().to_owned(),
        Some(query) => format!("{}?{query}", call.url.path()),
    };
    format!(
        "(request-target): {} {target}\ndate: {date}\ndigest: {digest}\nx-request-id: {request_id}",
        call.method.as_str().to_ascii_lowercase()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::Method;
    use url::Url;

    #[test]
    fn the_signed_text_is_the_drafts() {
        let url =
            Url::parse("https://bank.example/stet/accounts/A1/transactions?dateFrom=2026-08-24")
                .unwrap();
        let call = Call {
            method: Method::GET,
            url,
            body: None,
        };
        assert_eq!(
            signing_string(&call, "id-1", "Sun, 22 Nov 2026 18:29:00 GMT", "SHA-256=x"),
            "(request-target): get /stet/accounts/A1/transactions?dateFrom=2026-08-24\n\
             date: Sun, 22 Nov 2026 18:29:00 GMT\ndigest: SHA-256=x\nx-request-id: id-1"
        );
    }
}
