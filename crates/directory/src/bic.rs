//! Business identifier codes (ISO 9362).

/// The code in capital letters, without the `XXX` that means "head office", if the text has the form
/// of one: four letters or digits, two letters of a country, two or five more letters or digits.
pub(crate) fn normal(text: &str) -> Option<String> {
    let text = text.trim();
    let bytes = text.as_bytes();
    let form = matches!(bytes.len(), 8 | 11)
        && bytes.iter().all(u8::is_ascii_alphanumeric)
        && bytes[4..6].iter().all(u8::is_ascii_alphabetic);
    let code = form.then(|| text.to_ascii_uppercase())?;
    Some(
        code.strip_suffix("XXX")
            .filter(|code| code.len() == 8)
            .map_or(code.clone(), str::to_owned),
    )
}

#[cfg(test)]
mod tests {
    use super::normal;

    #[test]
    fn the_form_is_checked_and_head_office_means_nothing() {
        assert_eq!(normal(" agrifrpp833 ").as_deref(), Some("AGRIFRPP833"));
        assert_eq!(normal("SOGEFRPPXXX").as_deref(), Some("SOGEFRPP"));
        for wrong in [
            "",
            "AGRIFRP",
            "AGRIFRPP8",
            "AGRI33PP",
            "crédit ag",
            "AGRI FRPP",
        ] {
            assert_eq!(normal(wrong), None, "{wrong}");
        }
    }
}
