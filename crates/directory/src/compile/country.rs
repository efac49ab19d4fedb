//! Checked institutions to the compact text of one country.

use std::collections::{BTreeSet, HashSet};

use super::{InstitutionSource, RegionSource};
use crate::{
    Availability, Status,
    file::{self, Flags},
    fold,
};

/// The countries that a list has institutions of, in alphabetical order.
pub fn countries(institutions: &[InstitutionSource]) -> BTreeSet<&str> {
    institutions
        .iter()
        .map(|one| one.country.as_str())
        .collect()
}

/// Writes the compact text of the country of the first institution; those of other countries are
/// left out. The same input gives the same bytes, whatever its order.
///
/// `availability` is asked for each institution (`None`) and each of its regions. Institutions must
/// come from [`super::institutions`], which checks them.
pub fn country_file(
    institutions: &[InstitutionSource],
    availability: impl Fn(&str, Option<&str>) -> Availability,
) -> String {
    let Some(country) = institutions.first().map(|one| one.country.as_str()) else {
        return format!("{} -- 0\n", file::MAGIC);
    };
    let mut ranked: Vec<&InstitutionSource> = institutions
        .iter()
        .filter(|one| one.country == country)
        .collect();
    ranked.sort_by_cached_key(|one| {
        (
            one.status != Status::Active,
            one.popularity.unwrap_or(u32::MAX),
            fold(&one.name),
            one.id.clone(),
        )
    });
    let popular = ranked
        .iter()
        .take_while(|one| one.status == Status::Active && one.popularity.is_some())
        .count();
    let mut out = format!("{} {country} {popular}\n", file::MAGIC);
    for one in &ranked {
        let successor = one
            .successor
            .as_ref()
            .and_then(|id| ranked.iter().position(|other| other.id == *id));
        write_institution(&mut out, one, availability(&one.id, None), successor);
        let mut regions: Vec<&RegionSource> = one.regions.iter().collect();
        regions.sort_by_cached_key(|region| (fold(&region.name), region.id.clone()));
        for region in regions {
            write_region(
                &mut out,
                one,
                region,
                availability(&one.id, Some(&region.id)),
            );
        }
    }
    out
}

fn write_institution(
    out: &mut String,
    one: &InstitutionSource,
    availability: Availability,
    successor: Option<usize>,
) {
    let flags = Flags::pack(
        one.segments,
        availability,
        one.status,
        one.regions_share_a_server(),
    );
    let id = if one.id == file::institution_id(&one.country, &one.name) {
        ""
    } else {
        &one.id
    };
    line(
        out,
        &[
            one.name.clone(),
            flags.character().to_string(),
            aliases(&one.name, &one.aliases),
            list(&one.bic),
            list(&one.bank_codes),
            one.domain.clone().unwrap_or_default(),
            one.brand_color
                .as_deref()
                .map(|color| color.trim_start_matches('#').to_ascii_uppercase())
                .unwrap_or_default(),
            one.group.clone().unwrap_or_default(),
            id.to_owned(),
            successor.map(|at| at.to_string()).unwrap_or_default(),
        ],
    );
}

fn write_region(
    out: &mut String,
    owner: &InstitutionSource,
    region: &RegionSource,
    availability: Availability,
) {
    let flags = Flags::pack(owner.segments, availability, Status::Active, false);
    let id = if region.id == file::region_id(&owner.id, &region.name) {
        ""
    } else {
        &region.id
    };
    let domain = match &region.domain {
        domain if domain.is_some() && *domain == owner.domain => file::SAME.to_owned(),
        domain => domain.clone().unwrap_or_default(),
    };
    line(
        out,
        &[
            String::new(),
            region.name.clone(),
            flags.character().to_string(),
            aliases(&region.name, &region.aliases),
            list(&region.departments),
            list(&region.bic),
            list(&region.bank_codes),
            domain,
            id.to_owned(),
        ],
    );
}

/// Joins the fields and leaves off the empty ones at the end.
fn line<const N: usize>(out: &mut String, fields: &[String; N]) {
    out.push_str(
        fields
            .join(&file::FIELD.to_string())
            .trim_end_matches(file::FIELD),
    );
    out.push('\n');
}

fn list(items: &[String]) -> String {
    items.join(&file::ITEM.to_string())
}

/// The other names without those that search would find anyway: same letters as the name or as an
/// alias before, whatever accents, case, hyphens and spaces.
fn aliases(name: &str, aliases: &[String]) -> String {
    let letters = |text: &str| fold(text).replace(' ', "");
    let mut said = HashSet::from([letters(name)]);
    let kept: Vec<String> = aliases
        .iter()
        .filter(|alias| said.insert(letters(alias)))
        .cloned()
        .collect();
    list(&kept)
}
