//! A text with its version, language and hash, so that a ledger can rebuild the screen (R-105).

use contract::{Detail, Locale, Notice, NoticeText};

use crate::secrets;

/// A notice. The hash is SHA-256 over the text's canonical JSON (RFC 8785): members sorted by name, no spaces.
pub(super) fn sealed(
    version: &str,
    locale: Locale,
    lines: Vec<String>,
    details: Vec<Detail>,
) -> Notice {
    let text = NoticeText { lines, details };
    // A map of serde_json sorts its members by name; the text holds strings only, which serde_json writes as RFC 8785
    // does. It cannot fail: there is nothing in it but strings and lists.
    let canonical = serde_json::to_value(&text).unwrap_or_default().to_string();
    Notice {
        version: version.to_owned(),
        locale: locale.tag().to_owned(),
        hash: secrets::sha256_text(&canonical),
        text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r_105_the_hash_is_that_of_the_canonical_json() {
        let notice = sealed(
            "1",
            Locale::Fr,
            vec!["é".into()],
            vec![Detail {
                heading: "h".into(),
                text: "t".into(),
            }],
        );
        let canonical = r#"{"details":[{"heading":"h","text":"t"}],"lines":["é"]}"#;
        assert_eq!(notice.hash, secrets::sha256_text(canonical));
    }
}
