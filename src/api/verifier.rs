//! The verifier: random, this tab's own, and the proof that the one who ends a journey is the one who began it.

use crate::leptos::prelude::window;
use contract::Secret;
use journey::Failure;
use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// 32 random bytes, base64url.
pub fn random() -> Result<Secret, Failure> {
    let mut bytes = [0u8; 32];
    window()
        .crypto()
        .and_then(|c| c.get_random_values_with_u8_array(&mut bytes))
        .map_err(|_| Failure::Setup)?;
    Ok(Secret::new(base64url(&bytes)))
}

/// SHA-256 of a verifier's text, base64url. Needs a secure context, as the whole widget does.
pub async fn challenge(verifier: &Secret) -> Result<String, Failure> {
    let text = Uint8Array::from(verifier.expose().as_bytes());
    let digest = async {
        let subtle = window().crypto()?.subtle();
        let promise = subtle
            .digest_with_str_and_buffer_source("SHA-256", text.unchecked_ref::<js_sys::Object>())?;
        JsFuture::from(promise).await
    };
    let buffer = digest.await.map_err(|_: JsValue| Failure::Setup)?;
    Ok(base64url(&Uint8Array::new(&buffer).to_vec()))
}

fn base64url(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let byte = |at: usize| u32::from(three.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for digit in 0..=three.len() {
            text.push(DIGITS[(bits >> (18 - 6 * digit) & 63) as usize] as char);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::base64url;

    #[test]
    fn base64url_has_no_padding_and_uses_the_url_alphabet() {
        let cases: [(&[u8], &str); 5] = [
            (b"", ""),
            (b"f", "Zg"),
            (b"fo", "Zm8"),
            (b"foo", "Zm9v"),
            (&[0xfb, 0xff, 0xfe], "-__-"),
        ];
        for (bytes, text) in cases {
            assert_eq!(base64url(bytes), text);
        }
    }
}
