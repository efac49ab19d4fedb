//! One JSON object to one checked institution.

use serde_json::{Map, Value};

use super::{
    Error, InstitutionSource, RegionSource,
    checks::{
        is_bank_code, is_bic, is_color, is_country, is_department, is_domain, is_id, is_name,
    },
};
use crate::{Segments, Status};

/// Every field that an institution may have; another is a slip that would go unnoticed.
const INSTITUTION: [&str; 16] = [
    "id",
    "name",
    "aliases",
    "country",
    "bic",
    "bank_codes",
    "domain",
    "segments",
    "brand_color",
    "group",
    "status",
    "successor",
    "popularity",
    "auth_server",
    "wikidata",
    "regions",
];

/// Every field that a region may have.
const REGION: [&str; 8] = [
    "id",
    "name",
    "aliases",
    "departments",
    "bic",
    "bank_codes",
    "domain",
    "auth_server",
];

const TEXT: &str = "must be a text that is not empty and holds neither `|` nor a control character";

/// Reads the institution at this position of the list.
pub(super) fn institution(at: usize, value: &Value) -> Result<InstitutionSource, Error> {
    let place = value
        .get("id")
        .and_then(Value::as_str)
        .map_or_else(|| format!("number {}", at + 1), str::to_owned);
    let object = Object::new(&place, value, &INSTITUTION)?;
    let id = object.required(
        "id",
        is_id,
        "must be small letters and digits joined by single hyphens",
    )?;
    let regions = match object.map.get("regions") {
        None => Vec::new(),
        Some(Value::Array(regions)) => regions
            .iter()
            .enumerate()
            .map(|(at, value)| region(&id, at, value))
            .collect::<Result<_, _>>()?,
        Some(_) => return object.wrong("regions", "must be a list"),
    };
    Ok(InstitutionSource {
        name: object.required("name", is_name, TEXT)?,
        aliases: object.list("aliases", is_name, TEXT)?,
        country: object.required(
            "country",
            is_country,
            "must be two capital letters (ISO 3166)",
        )?,
        bic: object.list("bic", is_bic, BIC)?,
        bank_codes: object.list("bank_codes", is_bank_code, BANK_CODE)?,
        domain: object.optional("domain", is_domain, DOMAIN)?,
        segments: segments(&object)?,
        brand_color: object.optional(
            "brand_color",
            is_color,
            "must be # and six hexadecimal digits",
        )?,
        group: object.optional("group", is_name, TEXT)?,
        status: status(&object)?,
        successor: object.optional("successor", is_id, "must be the id of an institution")?,
        popularity: popularity(&object)?,
        auth_server: object.optional("auth_server", is_name, TEXT)?,
        regions,
        id,
    })
}

const BIC: &str = "must be 8 or 11 capital letters and digits (ISO 9362)";
const BANK_CODE: &str = "must be five digits";
const DOMAIN: &str = "must be a host name in small letters, without https:// and path";

fn region(institution: &str, at: usize, value: &Value) -> Result<RegionSource, Error> {
    let id = value
        .get("id")
        .and_then(Value::as_str)
        .map_or_else(|| format!("region number {}", at + 1), str::to_owned);
    let place = format!("{institution}/{id}");
    let object = Object::new(&place, value, &REGION)?;
    Ok(RegionSource {
        id: object.required(
            "id",
            is_id,
            "must be small letters and digits joined by single hyphens",
        )?,
        name: object.required("name", is_name, TEXT)?,
        aliases: object.list("aliases", is_name, TEXT)?,
        departments: object.list(
            "departments",
            is_department,
            "must be the number of a department: 01 to 95, 2A, 2B, 971 to 988",
        )?,
        bic: object.list("bic", is_bic, BIC)?,
        bank_codes: object.list("bank_codes", is_bank_code, BANK_CODE)?,
        domain: object.optional("domain", is_domain, DOMAIN)?,
        auth_server: object.optional("auth_server", is_name, TEXT)?,
    })
}

fn segments(object: &Object<'_>) -> Result<Segments, Error> {
    let names = object.list(
        "segments",
        |name| matches!(name, "retail" | "business"),
        "must be retail or business",
    )?;
    let has = |name: &str| names.iter().any(|one| one == name);
    Ok(match (has("retail"), has("business")) {
        (true, true) => Segments::Both,
        (true, false) => Segments::Retail,
        (false, true) => Segments::Business,
        (false, false) => Segments::Unknown,
    })
}

fn status(object: &Object<'_>) -> Result<Status, Error> {
    match object.map.get("status").map(Value::as_str) {
        None | Some(Some("active")) => Ok(Status::Active),
        Some(Some("merged")) => Ok(Status::Merged),
        Some(Some("closed")) => Ok(Status::Closed),
        Some(_) => object.wrong("status", "must be active, merged or closed"),
    }
}

fn popularity(object: &Object<'_>) -> Result<Option<u32>, Error> {
    match object.map.get("popularity") {
        None | Some(Value::Null) => Ok(None),
        Some(value) => match value
            .as_u64()
            .and_then(|number| u32::try_from(number).ok())
            .filter(|number| *number > 0)
        {
            Some(number) => Ok(Some(number)),
            None => object.wrong("popularity", "must be a whole number from 1 on"),
        },
    }
}

/// A JSON object whose fields are known by name, and where it stands.
struct Object<'v> {
    place: &'v str,
    map: &'v Map<String, Value>,
}

impl<'v> Object<'v> {
    fn new(place: &'v str, value: &'v Value, fields: &[&'static str]) -> Result<Self, Error> {
        let Some(map) = value.as_object() else {
            return Err(Error::new(place, "", "must be a JSON object"));
        };
        if let Some(unknown) = map.keys().find(|key| !fields.contains(&key.as_str())) {
            let what = format!("is not known; known are {}", fields.join(", "));
            return Err(Error::new(place, unknown, what));
        }
        Ok(Self { place, map })
    }

    fn wrong<T>(&self, field: &'static str, what: impl Into<String>) -> Result<T, Error> {
        Err(Error::new(self.place, field, what))
    }

    fn required(
        &self,
        field: &'static str,
        check: fn(&str) -> bool,
        rule: &str,
    ) -> Result<String, Error> {
        match self.map.get(field) {
            None => self.wrong(field, format!("is missing; it {rule}")),
            Some(value) => self.checked(field, value, check, rule),
        }
    }

    fn optional(
        &self,
        field: &'static str,
        check: fn(&str) -> bool,
        rule: &str,
    ) -> Result<Option<String>, Error> {
        match self.map.get(field) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => self.checked(field, value, check, rule).map(Some),
        }
    }

    /// A list of different texts; an absent one is empty.
    fn list(
        &self,
        field: &'static str,
        check: fn(&str) -> bool,
        rule: &str,
    ) -> Result<Vec<String>, Error> {
        let values = match self.map.get(field) {
            None | Some(Value::Null) => return Ok(Vec::new()),
            Some(Value::Array(values)) => values,
            Some(_) => return self.wrong(field, format!("must be a list; each entry {rule}")),
        };
        let mut items: Vec<String> = Vec::with_capacity(values.len());
        for value in values {
            let item = self.checked(field, value, check, rule)?;
            if items.contains(&item) {
                return self.wrong(field, format!("has `{item}` twice"));
            }
            items.push(item);
        }
        Ok(items)
    }

    fn checked(
        &self,
        field: &'static str,
        value: &Value,
        check: fn(&str) -> bool,
        rule: &str,
    ) -> Result<String, Error> {
        match value.as_str() {
            Some(text) if check(text) => Ok(text.to_owned()),
            _ => self.wrong(field, format!("{rule}, not {value}")),
        }
    }
}
