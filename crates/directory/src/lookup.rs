//! Institutions by the codes on a statement: IBAN and BIC.
//!
//! Codes are shared: several brands have one BIC, and most federations of Crédit Mutuel one bank
//! code. So an answer is a list, and names a region only where exactly one has the code.

use crate::{
    Directory, Hit, Iban, Institution, InstitutionIndex, Match, Region, RegionIndex, Status, Why,
    bic,
    hit::{Text, insert_by},
    iban,
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
        let head = code.get(..8).unwrap_or(&code);
        // Many a name that is being typed has the form of a code: most end at the letters of the country, and the
        // others after one look.
        let country = code.get(4..6).unwrap_or_default();
        if country != self.country() && !iban::knows(country) {
            return Vec::new();
        }
        match self.nearest_bic(&code, head) {
            Some(Branch::This) => self.by_code(Why::Bic, &|codes| codes.bic.contains(&&*code)),
            Some(Branch::HeadOffice) => self.by_code(Why::Bic, &|codes| codes.bic.contains(&head)),
            Some(Branch::Another) => self.by_code(Why::Bic, &|codes| {
                codes.bic.iter().any(|bic| bic.starts_with(head))
            }),
            None => Vec::new(),
        }
    }

    /// How near the codes of the data come to one.
    fn nearest_bic(&self, code: &str, head: &str) -> Option<Branch> {
        let nearness = |bic: &str| match bic {
            _ if bic == code => Some(Branch::This),
            _ if bic == head => Some(Branch::HeadOffice),
            _ if bic.starts_with(head) => Some(Branch::Another),
            _ => None,
        };
        self.institutions()
            .flat_map(|one| one.bic().chain(one.regions().flat_map(Region::bic)))
            .filter_map(nearness)
            .min()
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

/// Whose code of a bank is known, nearest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Branch {
    /// The very branch's.
    This,
    /// Its head office's.
    HeadOffice,
    /// Another branch's.
    Another,
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
