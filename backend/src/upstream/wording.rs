//! Silent parties: the other side of a transaction never agreed to anything (R-111, EDPB guidelines 06/2020 ch. 4).
//!
//! STET 1.4 has no field for the other party; banks put it into `remittanceInformation` under the SWIFT code words
//! `/ORDP/` (ordering party) and `/BENM/` (beneficiary). Those parts, and IBANs wherever they stand, are left out
//! before anything is stored. The label that the bank prints on the statement is kept: without it no purpose could
//! be served; what a label itself says of others is not recognisable as such.

/// Code words whose value names another person, up to the next code word.
const PARTIES: [&str; 6] = ["/ORDP/", "/BENM/", "/NAME/", "/CNTP/", "/ULTC/", "/ULTD/"];

/// STET: a line is at most 140 characters. One that is longer than this, in bytes, is cut, not refused.
const LONGEST_LINE: usize = 560;

/// What is shown in place of an account number.
const MASK: &str = "…";

/// A transaction's lines as one label, without the other party.
pub fn without_counterparty(lines: &[String]) -> String {
    let kept: Vec<String> = lines
        .iter()
        .map(|line| mask_ibans(&cut_parties(shortened(line))))
        .filter(|line| !line.is_empty())
        .collect();
    kept.join(" ")
}

/// A line that is too long ends with its last whole word: half a number would not be known for one.
fn shortened(line: &str) -> &str {
    if line.len() <= LONGEST_LINE {
        return line;
    }
    let start = &line[..line.floor_char_boundary(LONGEST_LINE)];
    start
        .rfind(char::is_whitespace)
        .map_or(start, |end| &start[..end])
}

/// One pass, whatever a bank puts there.
fn cut_parties(line: &str) -> String {
    let mut kept = String::new();
    let (mut at, mut shown_from) = (0, Some(0));
    while let Some(slash) = line[at..].find('/').map(|further| at + further) {
        at = slash + 1;
        let Some(word) = code_word(line, slash) else {
            continue;
        };
        if PARTIES.contains(&word) {
            if let Some(from) = shown_from.take() {
                kept.push_str(&line[from..slash]);
            }
            at = slash + word.len();
        } else if shown_from.is_none() {
            shown_from = Some(slash);
        }
    }
    if let Some(from) = shown_from {
        kept.push_str(&line[from..]);
    }
    kept.trim().to_owned()
}

/// The `/XXXX/` that begins with this slash, if one does.
fn code_word(line: &str, slash: usize) -> Option<&str> {
    let letters = line.as_bytes().get(slash + 1..slash + 5)?;
    let word = line.get(slash..slash + 6)?;
    (letters.iter().all(u8::is_ascii_uppercase) && word.ends_with('/')).then_some(word)
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
        assert_eq!(
            label(&["/ORDP/A/BENM/B/REMI/C/ORDP/D/ABCD/E"]),
            "/REMI/C/ABCD/E"
        );
        assert_eq!(label(&["LOYER/ORDP/é/É/RÉMI/x/"]), "LOYER");
        assert_eq!(label(&["/w*琉", "/ABé/"]), "/w*琉 /ABé/");
    }

    #[test]
    fn a_line_that_is_too_long_ends_with_a_whole_word() {
        let words = "CB CARREFOUR ".repeat(40);
        let number = "FR7630006000011234567890189";
        let cut = label(&[&format!("{words}VIR VERS PAR {number}{number}")]);
        assert!(cut.len() <= LONGEST_LINE && cut.starts_with("CB CARREFOUR CB"));
        assert!(cut.ends_with("VIR VERS PAR"), "{cut}");
        assert_eq!(label(&["é".repeat(2000).as_str()]).len(), LONGEST_LINE);
    }

    #[test]
    fn r_155_a_bank_that_sends_nothing_but_code_words_keeps_nobody_busy() {
        let lines = ["/BENM/x".repeat(500_000), "/ABCD/".repeat(500_000)];
        let label = label(&lines.each_ref().map(String::as_str));
        assert!(label.starts_with("/ABCD/") && label.len() <= LONGEST_LINE);
    }
}
