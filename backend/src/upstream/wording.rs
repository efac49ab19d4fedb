//! Silent parties: the other side of a transaction never agreed to anything (R-111, EDPB guidelines 06/2020 ch. 4).
//!
//! STET 1.4 has no field for the other party; banks put it into `remittanceInformation` under the SWIFT code words
//! `/ORDP/` (ordering party) and `/BENM/` (beneficiary). Those parts, and IBANs wherever they stand, are left out
//! before anything is stored. The label that the bank prints on the statement is kept: without it no purpose could
//! be served; what a label itself says of others is not recognisable as such.

/// Code words whose value names another person, up to the next code word.
const PARTIES: [&str; 6] = ["/ORDP/", "/BENM/", "/NAME/", "/CNTP/", "/ULTC/", "/ULTD/"];

/// What is shown in place of an account number.
const MASK: &str = "…";

/// A transaction's lines as one label, without the other party.
pub fn without_counterparty(lines: &[String]) -> String {
    let kept: Vec<String> = lines
        .iter()
        .map(|line| mask_ibans(&cut_parties(line)))
        .filter(|line| !line.is_empty())
        .collect();
    kept.join(" ")
}

fn cut_parties(line: &str) -> String {
    let mut rest = line;
    let mut kept = String::new();
    while let Some((at, word)) = PARTIES
        .iter()
        .filter_map(|word| Some((rest.find(word)?, *word)))
        .min()
    {
        kept.push_str(&rest[..at]);
        rest = &rest[at + word.len()..];
        rest = next_code_word(rest).map_or("", |next| &rest[next..]);
    }
    kept.push_str(rest);
    kept.trim().to_owned()
}

/// Where the next `/XXXX/` begins.
fn next_code_word(text: &str) -> Option<usize> {
    text.match_indices('/').map(|(at, _)| at).find(|at| {
        let word: Option<&[u8]> = text.as_bytes().get(at + 1..at + 5);
        word.is_some_and(|word| word.iter().all(u8::is_ascii_uppercase))
            && text.as_bytes().get(at + 5) == Some(&b'/')
    })
}

fn mask_ibans(line: &str) -> String {
    let masked: Vec<&str> = line
        .split_whitespace()
        .map(|word| if looks_like_iban(word) { MASK } else { word })
        .collect();
    masked.join(" ")
}

fn looks_like_iban(word: &str) -> bool {
    let bytes = word.as_bytes();
    (15..=34).contains(&bytes.len())
        && bytes[..2].iter().all(u8::is_ascii_uppercase)
        && bytes[2..4].iter().all(u8::is_ascii_digit)
        && bytes[4..].iter().all(u8::is_ascii_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(lines: &[&str]) -> String {
        without_counterparty(
            &lines
                .iter()
                .map(|line| (*line).to_owned())
                .collect::<Vec<_>>(),
        )
    }

    #[test]
    fn r_111_the_other_party_is_left_out_and_the_label_stays() {
        assert_eq!(
            label(&["VIR SEPA LOYER NOVEMBRE", "/BENM/MME CLAIRE EXEMPLE"]),
            "VIR SEPA LOYER NOVEMBRE"
        );
        assert_eq!(
            label(&["/ORDP/M JEAN EXEMPLE/REMI/FACTURE 12"]),
            "/REMI/FACTURE 12"
        );
        assert_eq!(label(&["PRLV EDF CLIENTS"]), "PRLV EDF CLIENTS");
        assert_eq!(
            label(&["VIR VERS FR7630006000011234567890189 LOYER"]),
            "VIR VERS … LOYER"
        );
        assert_eq!(label(&["/BENM/"]), "");
        assert_eq!(label(&["CB RESTO A/B/C"]), "CB RESTO A/B/C");
    }
}
