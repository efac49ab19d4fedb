//! French IBANs with a right RIB key and right check digits.

/// The IBAN of `account` (11 digits) at `branch` (5 digits) of the bank `code` (5 digits).
///
/// The RIB key is 97 − (89·bank + 15·branch + 3·account) mod 97, the check digits are ISO 13616's
/// 98 − mod 97 of the number with `FR00` moved to the end.
pub fn french(code: &str, branch: &str, account: &str) -> String {
    let rest = |number: &str| remainder(number.bytes());
    let key = 97 - (89 * rest(code) + 15 * rest(branch) + 3 * rest(account)) % 97;
    let bban = format!("{code}{branch}{account}{key:02}");
    let check = 98 - remainder(format!("{bban}FR00").bytes());
    format!("FR{check:02}{bban}")
}

/// The number mod 97, letters counting 10 to 35.
fn remainder(text: impl Iterator<Item = u8>) -> u32 {
    text.fold(0, |rest, byte| match byte {
        b'0'..=b'9' => (rest * 10 + u32::from(byte - b'0')) % 97,
        b'A'..=b'Z' => (rest * 100 + u32::from(byte - b'A') + 10) % 97,
        _ => rest,
    })
}

/// Whether an IBAN passes mod 97 (ISO 13616).
pub fn is_valid(iban: &str) -> bool {
    iban.len() > 4 && iban.is_ascii() && remainder(iban[4..].bytes().chain(iban[..4].bytes())) == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rib_key_is_that_of_the_usual_example() {
        // 30002 00550 0000157845Z, key 02: in a RIB the letter Z counts 9.
        let iban = french("30002", "00550", "00001578459");
        assert!(iban.ends_with("02"), "{iban}");
        assert!(is_valid(&iban));
    }

    #[test]
    fn a_wrong_digit_is_seen() {
        assert!(
            is_valid("FR1420041010050500013M02606"),
            "the IBAN registry's example for France"
        );
        assert!(!is_valid("FR1420041010050500013M02607"));
        assert!(!is_valid("FR1420041010050500031M02606"));
        assert!(!is_valid("FR76"));
    }
}
