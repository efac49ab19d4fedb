//! Connectors: addresses on hosts that may be called, bindings that hold, and an AISP that answers for them.

use std::collections::BTreeMap;
use std::sync::Arc;

use contract::Capabilities;
use ring::signature::RsaKeyPair;
use toml::Spanned;
use url::Url;

use super::super::bank::Glob;
use super::super::raw::{
    RawAisp, RawCallback, RawConnector, RawDialect, RawModel, RawRevocation, RawSignature,
};
use super::super::{
    Aisp, Callback, ConfigError, Connector, ConsentModel, Dialect, Endpoints, ErrorMap,
    IssParameter, Operation, Origin, RevocationWay, Signing,
};
use super::Place;

pub(super) fn all(
    place: &Place<'_>,
    raw: Vec<RawConnector>,
    aisps: &BTreeMap<String, RawAisp>,
    operation: Operation,
) -> Result<Vec<Arc<Connector>>, ConfigError> {
    let mut connectors: Vec<Arc<Connector>> = Vec::with_capacity(raw.len());
    for connector in raw {
        if connectors
            .iter()
            .any(|known| known.id == *connector.id.get_ref())
        {
            return Err(place.error(
                &connector.id,
                "two connectors have this id",
                "an id of its own for each connector",
            ));
        }
        connectors.push(Arc::new(one(place, connector, aisps, operation)?));
    }
    Ok(connectors)
}

fn one(
    place: &Place<'_>,
    raw: RawConnector,
    aisps: &BTreeMap<String, RawAisp>,
    operation: Operation,
) -> Result<Connector, ConfigError> {
    if raw.banks.get_ref().is_empty() {
        return Err(place.error(
            &raw.banks,
            "this connector serves no bank",
            "banks = [\"*\"], or ids and patterns",
        ));
    }
    let words = raw.class_scopes.values().chain([&raw.scope]);
    if words
        .flat_map(|scope| scope.split(' '))
        .any(|word| word == "openid")
    {
        return Err(place.error(
            &raw.id,
            "the scope `openid` asks for an ID token, and none is checked here (R-016)",
            "scope without `openid`",
        ));
    }
    let (iss, callback) = binding(place, &raw)?;
    let revocation = revocation(place, &raw)?;
    let aisp = aisp(place, &raw, aisps, operation)?;
    Ok(Connector {
        dialect: match raw.dialect {
            RawDialect::Stet => Dialect::Stet,
        },
        scope: raw.scope.clone(),
        class_scopes: raw.class_scopes.clone(),
        banks: raw
            .banks
            .get_ref()
            .iter()
            .map(|text| Glob::new(text))
            .collect(),
        countries: raw.countries.clone(),
        endpoints: endpoints(place, &raw, operation)?,
        iss,
        callback,
        capabilities: Capabilities {
            accounts: raw.accounts,
            purposes: raw.purposes,
        },
        model: match raw.model {
            RawModel::Mixed => ConsentModel::Mixed,
            RawModel::FullAisp => ConsentModel::FullAisp,
        },
        revocation,
        sca_days: raw.sca_days,
        personal: raw.personal,
        business: raw.business,
        errors: ErrorMap(raw.errors),
        signing: raw
            .signature
            .as_ref()
            .map(|signature| signing(place, signature))
            .transpose()?,
        aisp,
        id: raw.id.into_inner(),
        client_id: raw.client_id,
        client_secret: raw.client_secret,
    })
}

/// a bank that does not name itself in its answer needs a callback of its own.
fn binding(place: &Place<'_>, raw: &RawConnector) -> Result<(IssParameter, Callback), ConfigError> {
    match (*raw.iss.get_ref(), raw.callback) {
        (true, Some(RawCallback::PerBank)) => Ok((IssParameter::Sent, Callback::PerBank)),
        (true, _) => Ok((IssParameter::Sent, Callback::Shared)),
        (false, Some(RawCallback::Shared)) => Err(place.error(
            &raw.iss,
            "banks without iss share one callback: answers of one could be passed off as another's",
            "callback = \"per-bank\", or iss = true where the banks send it",
        )),
        (false, _) => Ok((IssParameter::Absent, Callback::PerBank)),
    }
}

fn revocation(place: &Place<'_>, raw: &RawConnector) -> Result<RevocationWay, ConfigError> {
    match (raw.revocation.get_ref(), &raw.revoke, raw.model) {
        (RawRevocation::Token, Some(_), _) => Ok(RevocationWay::Token),
        (RawRevocation::Token, None, _) => Err(place.error(
            &raw.revocation,
            "revocation is by token and there is no address for it",
            "revoke = \"{issuer}/revoke\", or revocation = \"none\" where the banks offer no way",
        )),
        (RawRevocation::EmptyConsent, _, RawModel::FullAisp) => Err(place.error(
            &raw.revocation,
            "a full-AISP bank takes no PUT /consents",
            "revocation = \"token\" or \"none\"",
        )),
        (RawRevocation::EmptyConsent, ..) => Ok(RevocationWay::EmptyConsent),
        (RawRevocation::None, ..) => Ok(RevocationWay::None),
    }
}

fn endpoints(
    place: &Place<'_>,
    raw: &RawConnector,
    operation: Operation,
) -> Result<Endpoints, ConfigError> {
    let check = |template: &Spanned<String>| -> Result<String, ConfigError> {
        let filled = template
            .get_ref()
            .replace("{issuer}", raw.issuer.get_ref())
            .replace("{bank}", "bank");
        let hint = "an https address; {issuer} and {bank} are filled in";
        let url = Url::parse(&filled)
            .map_err(|_| place.error(template, "this is not an address", hint))?;
        let origin =
            Origin::of(&url).map_err(|why| place.error(template, why.to_string(), hint))?;
        let rooted = !raw
            .issuer
            .get_ref()
            .split('/')
            .nth(2)
            .is_some_and(|host| host.contains("{bank}"));
        if operation == Operation::Live && !origin.is_https() {
            return Err(place.error(template, "plain http and sandbox is not set", hint));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(place.error(template, "an endpoint has a query or a fragment", hint));
        }
        if !rooted && operation == Operation::Live && !filled.starts_with("https://bank") {
            return Err(place.error(
                template,
                "{bank} may only be the first label of a host name",
                hint,
            ));
        }
        Ok(template.get_ref().clone())
    };
    Ok(Endpoints {
        issuer: check(&raw.issuer)?,
        authorize: check(&raw.authorize)?,
        token: check(&raw.token)?,
        par: raw.par.as_ref().map(check).transpose()?,
        revoke: raw.revoke.as_ref().map(check).transpose()?,
        api: check(&raw.api)?,
    })
}

fn aisp(
    place: &Place<'_>,
    raw: &RawConnector,
    aisps: &BTreeMap<String, RawAisp>,
    operation: Operation,
) -> Result<Aisp, ConfigError> {
    let hint = "aisp = \"name\" and a table [aisps.name] with legal_name, status, register_number, contact, complaint, address";
    match (&raw.aisp, operation) {
        (Some(name), _) => match aisps.get(name.get_ref()) {
            Some(found) => Ok(Aisp {
                legal_name: found.legal_name.clone(),
                status: found.status.clone(),
                register_number: found.register_number.clone(),
                contact: found.contact.clone(),
                complaint: found.complaint.clone(),
                address: found.address.clone(),
            }),
            None => Err(place.error(
                name,
                format!("there is no [aisps.{}]", name.get_ref()),
                hint,
            )),
        },
        (None, Operation::Live) => Err(place.error(
            &raw.id,
            "this connector does not say who is the AISP (R-122)",
            hint,
        )),
        (None, Operation::Sandbox) => Ok(Aisp {
            legal_name: "Banc d'essai".to_owned(),
            status: "sandbox".to_owned(),
            register_number: "0".to_owned(),
            contact: "-".to_owned(),
            complaint: "-".to_owned(),
            address: "-".to_owned(),
        }),
    }
}

fn signing(place: &Place<'_>, raw: &Spanned<RawSignature>) -> Result<Signing, ConfigError> {
    let hint =
        "key_file = a PEM file with an RSA private key in PKCS #8 (openssl genpkey -algorithm RSA)";
    let RawSignature { key_id, key_file } = raw.get_ref();
    let path = place
        .file
        .parent()
        .map_or_else(|| key_file.clone(), |folder| folder.join(key_file));
    let pem = std::fs::read_to_string(path)
        .map_err(|error| place.error(raw, format!("key_file: {error}"), hint))?;
    let der = pem_body(&pem)
        .ok_or_else(|| place.error(raw, "key_file holds no PRIVATE KEY block", hint))?;
    let key = RsaKeyPair::from_pkcs8(&der)
        .map_err(|why| place.error(raw, format!("key_file: {why}"), hint))?;
    Ok(Signing {
        key_id: key_id.clone(),
        key,
    })
}

/// The bytes of the first `PRIVATE KEY` block (RFC 7468).
fn pem_body(pem: &str) -> Option<Vec<u8>> {
    use base64::Engine;
    let (_, rest) = pem.split_once("-----BEGIN PRIVATE KEY-----")?;
    let (body, _) = rest.split_once("-----END PRIVATE KEY-----")?;
    let body: String = body.split_whitespace().collect();
    base64::engine::general_purpose::STANDARD.decode(body).ok()
}
