//! Fills the `{TOKENS}` of labels. All names are invented.

use time::Date;

use super::french_month;
use crate::draw::Draw;

const NAMES: [&str; 12] = [
    "DUCHENE",
    "LAMARQUE",
    "BERTHIER",
    "NGUYEN VAN",
    "BENALI",
    "ROUSSET",
    "CHARRIER",
    "DIALLO",
    "PELTIER",
    "FERREIRA",
    "GUILLOUX",
    "MARCHETTI",
];
const FIRST_NAMES: [&str; 6] = ["LINA", "TOM", "JEANNE", "MALO", "INES", "SACHA"];
const TOWNS: [&str; 10] = [
    "BORDEAUX", "RENNES", "LYON", "NANTES", "TOULOUSE", "LILLE", "PAU", "TOURS", "METZ", "ANNECY",
];
const EMPLOYERS: [&str; 6] = [
    "ATELIERS DU PORT",
    "LOGIVIA",
    "SARL BOREALE",
    "NOVELYS SAS",
    "GROUPE HERMINE",
    "CLINIQUE DES LILAS",
];
const CUSTOMERS: [&str; 5] = [
    "STUDIO KERMES",
    "SCI LES TILLEULS",
    "AGENCE PIXELINE",
    "MAISON OLIVIER",
    "COOP DES PINS",
];
const CRAFTSMEN: [&str; 4] = [
    "PLOMBERIE SABLE",
    "TOITURES GARNIER",
    "ELEC SERVICES",
    "MENUISERIE BOIS CLAIR",
];
const INSURERS: [&str; 4] = ["ALLIANZ", "GENERALI", "MATMUT", "GMF"];
const BANKS: [&str; 4] = ["BNP PARIBAS", "CREDIT AGRICOLE", "LA POSTE", "CIC"];
const DEPARTMENTS: [&str; 4] = ["GIRONDE", "RHONE", "NORD", "FINISTERE"];
const PARTIES: [&str; 3] = ["PARTI A", "PARTI B", "PARTI C"];

/// Fills all tokens but those of the date, once for a recurring item: an employer stays the same.
/// Answers the text and the counterparty where one was named.
pub fn settle(label: &str, draw: &mut Draw) -> (String, Option<String>) {
    let mut counterparty = None;
    let text = replace(label, |token| {
        let list: &[&str] = match token {
            "NOM" => &NAMES,
            "PRENOM" => &FIRST_NAMES,
            "VILLE" => &TOWNS,
            "EMPLOYEUR" => &EMPLOYERS,
            "CLIENT" => &CUSTOMERS,
            "ARTISAN" => &CRAFTSMEN,
            "ASSUREUR" => &INSURERS,
            "BANQUE" | "CAISSE" => &BANKS,
            "DEPT" => &DEPARTMENTS,
            "PARTI" => &PARTIES,
            "REF" => return Some(draw.digits(8)),
            "N" => return Some(draw.between(1, 4).to_string()),
            _ => return None,
        };
        let word = (*draw.pick(list)?).to_owned();
        if matches!(token, "NOM" | "PRENOM" | "EMPLOYEUR" | "CLIENT" | "ARTISAN") {
            counterparty = Some(word.clone());
        }
        Some(word)
    });
    (text, counterparty)
}

/// Fills the tokens of date and time.
pub fn date(label: &str, on: Date, draw: &mut Draw) -> String {
    let (day, month, year) = (on.day(), u8::from(on.month()), on.year());
    replace(label, |token| {
        Some(match token {
            "JJ" => format!("{day:02}"),
            "MM" => format!("{month:02}"),
            "AA" => format!("{:02}", year % 100),
            "AAAA" => year.to_string(),
            "JJMMAA" => format!("{day:02}{month:02}{:02}", year % 100),
            "MOIS" => french_month(on.month()).to_owned(),
            "HH" => format!("{:02}", draw.between(8, 21)),
            "MN" => format!("{:02}", draw.between(0, 59)),
            _ => return None,
        })
    })
}

/// Replaces each `{TOKEN}` that `fill` knows and leaves the others.
fn replace(label: &str, mut fill: impl FnMut(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(label.len());
    let mut rest = label;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((token, tail)) = after.split_once('}') else {
            break;
        };
        match fill(token) {
            Some(word) => out.push_str(&word),
            None => out.extend(["{", token, "}"]),
        }
        rest = tail;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;
    use crate::ledger::catalogue::LABELS;

    #[test]
    fn every_token_of_the_data_is_known() {
        for template in LABELS.iter() {
            let mut draw = Draw::new(1, &[]);
            let (text, _) = settle(&template.label, &mut draw);
            let text = super::date(&text, date!(2026 - 02 - 03), &mut draw);
            assert!(!text.contains('{'), "{text}");
        }
    }

    #[test]
    fn dates_are_those_of_the_day() {
        let text = super::date(
            "CB X {JJ}/{MM} {JJMMAA} {MOIS} {AAAA}",
            date!(2026 - 02 - 03),
            &mut Draw::new(1, &[]),
        );
        assert_eq!(text, "CB X 03/02 030226 FEVRIER 2026");
    }
}
