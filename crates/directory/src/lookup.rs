//! Institutions by the codes on a statement: IBAN and BIC.
//!
//! Codes are shared: several brands have one BIC, and most federations of Crédit Mutuel one bank
//! code. So an answer is a list, and names a region only where exactly one has the code.

use crate::{
    Directory, Hit, Iban, Institution, InstitutionIndex, Match, RegionIndex, Status, Why, bic,
    hit::{Text, insert_by},
    iban::Bank,
};

impl Directory {
    /// The institutions, and where it decides it the region, that the bank code of an IBAN names.
    /// Empty when the data does not know the code, or when the IBAN is of another country
    /// ([`Iban::country`] says whose directory to ask).
    pub fn by_iban(&self, iban: &Iban) -> Vec<Hit> {
        if iban.country() != self.country() {
            return Vec::new();
        }
        match iban.bank() {
            Bank::Code(code) => {
                self.by_code(Why::BankCode, &|codes| codes.bank_codes.contains(&code))
            }
            Bank::BicPrefix(prefix) => self.by_code(Why::BankCode, &|codes| {
                codes.bic.iter().any(|bic| bic.starts_with(prefix))
            }),
            Bank::Unknown => Vec::new(),
        }
    }

    /// The institutions, and where it decides it the region, that a BIC names, of 8 or 11 characters.
    /// A branch that the data does not know counts as its head office.
    pub fn by_bic(&self, text: &str) -> Vec<Hit> {
        let Some(code) = bic::normal(text) else {
            return Vec::new();
        };
        let exact = self.by_code(Why::Bic, &|codes| codes.bic.contains(&code.as_str()));
        if !exact.is_empty() {
            return exact;
        }
        let Some(head) = code.get(..8) else {
            return exact;
        };
        let head_office = self.by_code(Why::Bic, &|codes| codes.bic.contains(&head));
        if !head_office.is_empty() {
            return head_office;
        }
        self.by_code(Why::Bic, &|codes| {
            codes.bic.iter().any(|bic| bic.starts_with(head))
        })
    }

    /// Everything whose codes pass, in rank order, each institution once.
    fn by_code(&self, why: Why, passes: &dyn Fn(&Codes<'_>) -> bool) -> Vec<Hit> {
        let mut hits: Vec<Hit> = Vec::new();
        for one in self.institutions() {
            let region = match holder(one, passes) {
                Holder::Nobody => continue,
                Holder::Institution => None,
                Holder::Region(region) => Some(region),
            };
            let (institution, region, why) = self.today(one, region, why);
            if !hits.iter().any(|hit| hit.institution == institution) {
                let hit = Hit {
                    institution,
                    region,
                    why,
                    fit: Match::Exact,
                };
                insert_by(&mut hits, hit, |hit| hit.institution);
            }
        }
        hits
    }

    /// Where the customers of an institution are today.
    fn today(
        &self,
        one: Institution<'_>,
        region: Option<RegionIndex>,
        why: Why,
    ) -> (InstitutionIndex, Option<RegionIndex>, Why) {
        match self.final_successor(one.index()) {
            Some(successor) if one.status() != Status::Active => {
                let start = self.institutions[one.index().get()].line.range().start;
                let name = Text::new(start..start + one.name().len());
                (
                    successor,
                    self.region_called(successor, one.index()),
                    Why::Formerly(name),
                )
            }
            _ => (one.index(), region, why),
        }
    }
}

/// The codes of an institution or of a region.
struct Codes<'d> {
    bic: Vec<&'d str>,
    bank_codes: Vec<&'d str>,
}

/// Whose a code is, within an institution.
enum Holder {
    /// Nobody's.
    Nobody,
    /// The institution's, or that of several of its regions.
    Institution,
    /// Exactly one region's.
    Region(RegionIndex),
}

fn holder(one: Institution<'_>, passes: &dyn Fn(&Codes<'_>) -> bool) -> Holder {
    let mut regions = one.regions().filter(|region| {
        passes(&Codes {
            bic: region.bic().collect(),
            bank_codes: region.bank_codes().collect(),
        })
    });
    match (regions.next(), regions.next()) {
        (Some(region), None) => Holder::Region(region.index()),
        (Some(_), Some(_)) => Holder::Institution,
        (None, _) => {
            let own = Codes {
                bic: one.bic().collect(),
                bank_codes: one.bank_codes().collect(),
            };
            if passes(&own) {
                Holder::Institution
            } else {
                Holder::Nobody
            }
        }
    }
}
