//! Partners: unique, with origins, return pages on those origins, and purposes that exist.

use contract::PurposeId;
use secrecy::ExposeSecret;
use toml::Spanned;
use url::Url;

use super::super::raw::{RawPartner, RawReturnUrl, RawWebhook};
use super::super::{ConfigError, Operation, Origin, Partner, PurposeConfig, ReturnUrl, Webhook};
use super::{Place, origin, prices};
use crate::webhooks::sign::Secret;

pub(super) fn all(
    place: &Place<'_>,
    raw: Vec<RawPartner>,
    purposes: &[PurposeConfig],
    operation: Operation,
) -> Result<Vec<Partner>, ConfigError> {
    let mut partners: Vec<Partner> = Vec::with_capacity(raw.len());
    for partner in raw {
        if partners
            .iter()
            .any(|known| known.id == *partner.id.get_ref())
        {
            return Err(place.error(
                &partner.id,
                "two partners have this id",
                "an id of its own for each partner",
            ));
        }
        if partners
            .iter()
            .any(|known| known.client_id == *partner.client_id.get_ref())
        {
            return Err(place.error(
                &partner.client_id,
                "two partners have this client_id",
                "a client_id of its own for each partner",
            ));
        }
        partners.push(one(place, partner, purposes, operation)?);
    }
    Ok(partners)
}

fn one(
    place: &Place<'_>,
    raw: RawPartner,
    known: &[PurposeConfig],
    operation: Operation,
) -> Result<Partner, ConfigError> {
    let origins = raw
        .origins
        .get_ref()
        .iter()
        .map(|text| origin(place, text, "origins"))
        .collect::<Result<Vec<_>, _>>()?;
    if origins.is_empty() {
        return Err(place.error(
            &raw.origins,
            "no origin is registered for this partner",
            "origins = [\"https://shop.example\"]: where its pages live",
        ));
    }
    let return_urls = raw
        .return_urls
        .get_ref()
        .iter()
        .map(|raw| return_url(place, raw, &origins))
        .collect::<Result<Vec<_>, _>>()?;
    if return_urls.is_empty() {
        return Err(place.error(
            &raw.return_urls,
            "no return page is registered for this partner",
            "return_urls = [{ id = \"main\", url = \"https://shop.example/account\" }]",
        ));
    }
    Ok(Partner {
        id: raw.id.into_inner(),
        name: raw.name,
        help: raw.help,
        legal_name: raw.legal_name,
        address: raw.address,
        contact: raw.contact,
        recipients: raw.recipients,
        webhook: raw
            .webhook
            .map(|raw| webhook(place, &raw, operation))
            .transpose()?,
        budget: raw
            .budget
            .map(|raw| prices::budget(place, &raw))
            .transpose()?,
        client_id: raw.client_id.into_inner(),
        client_secret: raw.client_secret,
        application_id: raw.application_id,
        api_key: raw.api_key,
        origins,
        return_urls,
        purposes: purposes(place, &raw.purposes, known)?,
        space: raw.space,
    })
}

fn webhook(
    place: &Place<'_>,
    raw: &RawWebhook,
    operation: Operation,
) -> Result<Webhook, ConfigError> {
    let hint = "an https address of the partner's server: url = \"https://shop.example/webhooks\"";
    let url = Url::parse(raw.url.get_ref())
        .map_err(|_| place.error(&raw.url, "url is not an address", hint))?;
    let plain = url.scheme() == "http" && operation == Operation::Sandbox;
    if url.scheme() != "https" && !plain {
        return Err(place.error(&raw.url, "url is not https", hint));
    }
    if !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
        return Err(place.error(&raw.url, "url holds more than an address", hint));
    }
    let secret = Secret::parse(raw.secret.get_ref().expose_secret()).ok_or_else(|| {
        place.error(
            &raw.secret,
            "this is not a secret of Standard Webhooks",
            "whsec_ and 24 to 64 bytes in base64: printf whsec_; openssl rand -base64 32",
        )
    })?;
    Ok(Webhook {
        url: url.into(),
        secret,
    })
}

fn return_url(
    place: &Place<'_>,
    raw: &RawReturnUrl,
    origins: &[Origin],
) -> Result<ReturnUrl, ConfigError> {
    let hint = "the exact address of a page on one of the partner's origins, without a fragment";
    let url = Url::parse(raw.url.get_ref())
        .map_err(|_| place.error(&raw.url, "url is not an address", hint))?;
    let origin =
        Origin::of(&url).map_err(|why| place.error(&raw.url, format!("url: {why}"), hint))?;
    if url.fragment().is_some() {
        return Err(place.error(
            &raw.url,
            "url has a fragment: that is where the handoff code goes",
            hint,
        ));
    }
    if !origins.contains(&origin) {
        return Err(place.error(
            &raw.url,
            "url is on an origin that is not registered for this partner",
            hint,
        ));
    }
    Ok(ReturnUrl {
        id: raw.id.clone(),
        url: raw.url.get_ref().clone(),
        origin,
    })
}

fn purposes(
    place: &Place<'_>,
    raw: &Spanned<Vec<Spanned<String>>>,
    known: &[PurposeConfig],
) -> Result<Vec<PurposeId>, ConfigError> {
    if raw.get_ref().is_empty() {
        return Err(place.error(
            raw,
            "this partner asks for nothing",
            "purposes = [\"…\"]: ids of [[purposes]]",
        ));
    }
    raw.get_ref()
        .iter()
        .map(|id| {
            match known
                .iter()
                .find(|purpose| purpose.id.as_str() == id.get_ref())
            {
                Some(purpose) => Ok(purpose.id.clone()),
                None => Err(place.error(
                    id,
                    format!("there is no purpose {:?}", id.get_ref()),
                    format!(
                        "one of: {}",
                        known
                            .iter()
                            .map(|p| p.id.as_str())
                            .collect::<Vec<_>>()
                            .join(", ")
                    ),
                )),
            }
        })
        .collect()
}
