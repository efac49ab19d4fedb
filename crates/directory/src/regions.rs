//! The region step: which of a bank's regions is mine?

use crate::{Directory, InstitutionIndex, RegionIndex, Why, search};

/// One region in the order of the region step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RankedRegion {
    /// The region.
    pub region: RegionIndex,
    /// Why it stands before others; `None` for those that the query says nothing about.
    pub why: Option<Why>,
}

impl Directory {
    /// All regions of an institution: first those that fit a postcode, a department's number or name,
    /// a town or the region's own name; then the others by name. None is ever left out, because the
    /// data is incomplete.
    pub fn rank_regions(&self, institution: InstitutionIndex, query: &str) -> Vec<RankedRegion> {
        let mut ranked: Vec<RankedRegion> = search::regions(self, institution, query)
            .into_iter()
            .map(|(region, why)| RankedRegion {
                region,
                why: Some(why),
            })
            .collect();
        for region in self.institution(institution).regions() {
            if !ranked.iter().any(|one| one.region == region.index()) {
                ranked.push(RankedRegion {
                    region: region.index(),
                    why: None,
                });
            }
        }
        ranked
    }
}
