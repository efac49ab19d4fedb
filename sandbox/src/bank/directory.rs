//! The banks, read from the French institutions' data.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Bank, Behaviour, lie::Liar};
use crate::secret;

/// Stands where the data has no code banque; no bank has it.
const NO_BANK_CODE: &str = "99999";

/// Tile colours for banks that have none in the data; white text has 4.5:1 or more on each.
const COLOURS: [&str; 8] = [
    "#0b5c8a", "#7a1f3d", "#1f6b45", "#5b3a99", "#8a4a0b", "#00696b", "#a02c1c", "#39507d",
];

/// All banks by id.
#[derive(Debug)]
pub struct Banks(BTreeMap<String, Bank>);

#[derive(Deserialize)]
struct Institution {
    id: String,
    name: String,
    status: Status,
    bic: Option<Vec<String>>,
    bank_codes: Option<Vec<String>>,
    #[serde(default)]
    regions: Vec<Region>,
}

#[derive(Deserialize)]
struct Region {
    id: String,
    name: String,
    bic: Option<Vec<String>>,
    bank_codes: Option<Vec<String>>,
}

#[derive(Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Status {
    Active,
    Merged,
    Closed,
}

impl Banks {
    /// The banks of the data that ships with the sandbox.
    ///
    /// # Errors
    /// When that data does not parse.
    pub fn load() -> Result<Self, serde_json::Error> {
        let all: Vec<Institution> =
            serde_json::from_str(include_str!("../../data/institutions-fr.json"))?;
        let active = all
            .iter()
            .filter(|institution| institution.status == Status::Active);
        let banks = active
            .flat_map(banks_of)
            .map(|bank| (bank.id.clone(), bank));
        Ok(Self(banks.collect()))
    }

    /// The bank with this id.
    pub fn get(&self, id: &str) -> Option<&Bank> {
        self.0.get(id)
    }

    /// Makes a bank lie.
    ///
    /// # Errors
    /// When there is no such bank.
    pub fn corrupt(&mut self, liar: Liar) -> Result<(), String> {
        let bank = self.0.get_mut(&liar.bank);
        bank.ok_or_else(|| format!("no such bank: {}", liar.bank))?
            .lie = Some(liar.lie);
        Ok(())
    }

    /// All banks in the order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = &Bank> {
        self.0.values()
    }
}

fn banks_of(institution: &Institution) -> Vec<Bank> {
    if institution.regions.is_empty() {
        return vec![bank(institution, None)];
    }
    institution
        .regions
        .iter()
        .map(|region| bank(institution, Some(region)))
        .collect()
}

fn bank(institution: &Institution, region: Option<&Region>) -> Bank {
    let own_bic = region.and_then(|region| first(region.bic.as_ref()));
    let own_code = region.and_then(|region| first(region.bank_codes.as_ref()));
    let id = region.map_or(&institution.id, |region| &region.id);
    Bank {
        id: id.clone(),
        name: region.map_or_else(
            || institution.name.clone(),
            |region| format!("{} {}", institution.name, region.name),
        ),
        institution: institution.id.clone(),
        bank_code: own_code
            .or_else(|| first(institution.bank_codes.as_ref()))
            .unwrap_or_else(|| NO_BANK_CODE.to_owned()),
        bic: own_bic.or_else(|| first(institution.bic.as_ref())),
        colour: colour(&institution.id).to_owned(),
        monogram: monogram(&institution.name),
        behaviour: Behaviour::of(&institution.id, id),
        lie: None,
    }
}

fn first(list: Option<&Vec<String>>) -> Option<String> {
    list.and_then(|list| list.first()).cloned()
}

/// One of the colours, the same for all regions of an institution. The few real brand colours of the
/// data are not used: half of them are too light for white text.
fn colour(institution: &str) -> &'static str {
    let at = usize::from(secret::sha256(institution.as_bytes())[0]) % COLOURS.len();
    COLOURS[at]
}

/// The initials of the first two words that begin with a capital or a digit.
fn monogram(name: &str) -> String {
    let initials = name
        .split([' ', '-', '\''])
        .filter_map(|word| word.chars().next());
    let initials: String = initials
        .filter(|c| c.is_uppercase() || c.is_numeric())
        .take(2)
        .collect();
    if initials.is_empty() {
        name.chars().take(1).flat_map(char::to_uppercase).collect()
    } else {
        initials
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_active_institution_or_region_is_a_bank() {
        let banks = Banks::load().unwrap();
        // SOURCES.md: 140 active, of which 7 have 102 regions between them.
        assert_eq!(banks.iter().count(), 140 - 7 + 102);
        assert!(
            banks.get("credit-agricole").is_none(),
            "a group with regions is not itself a bank"
        );
        assert!(banks.get("credit-agricole-aquitaine").is_some());
        assert!(banks.get("orange-bank").is_none(), "closed");
    }

    #[test]
    fn banks_with_a_behaviour_of_their_own_exist() {
        let banks = Banks::load().unwrap();
        for id in [
            "lcl",
            "boursobank",
            "hello-bank",
            "monabanq",
            "bforbank",
            "fortuneo",
        ] {
            assert!(banks.get(id).is_some(), "{id}");
        }
    }

    #[test]
    fn bank_codes_have_five_digits_and_ids_are_path_segments() {
        for bank in Banks::load().unwrap().iter() {
            assert!(
                bank.bank_code.len() == 5 && bank.bank_code.bytes().all(|b| b.is_ascii_digit()),
                "{}",
                bank.id
            );
            assert!(
                bank.id
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
                "{}",
                bank.id
            );
        }
    }

    #[test]
    fn white_text_is_readable_on_every_tile() {
        // WCAG 2.2: relative luminance and contrast ratio.
        let channel = |hex: &str| {
            let value = f64::from(u8::from_str_radix(hex, 16).unwrap()) / 255.0;
            if value <= 0.04045 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        for colour in COLOURS {
            let [red, green, blue] = [&colour[1..3], &colour[3..5], &colour[5..7]].map(channel);
            let luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
            assert!(1.05 / (luminance + 0.05) >= 4.5, "{colour}");
        }
    }

    #[test]
    fn monograms_are_short() {
        assert_eq!(monogram("Crédit Agricole"), "CA");
        assert_eq!(monogram("bunq"), "B");
        assert_eq!(monogram("N26"), "N");
    }
}
