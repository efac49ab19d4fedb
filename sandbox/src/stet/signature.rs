//! HTTP signatures (draft-cavage-http-signatures, as STET §3.5 profiles it): `Signature` over the
//! request line, the correlation id, the digest and whatever else the client lists.

use std::collections::BTreeMap;

use axum::http::{StatusCode, request::Parts};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use rustls_pki_types::{
    CertificateDer, SignatureVerificationAlgorithm, SubjectPublicKeyInfoDer, pem::PemObject as _,
};
use webpki::{EndEntityCert, RawPublicKeyEntity, ring};

use super::fault::Fault;
use crate::secret;

/// The client's key: from a certificate, or bare. Validity, issuer and eIDAS roles are not looked at.
#[derive(Debug)]
pub enum ClientKey {
    /// `-----BEGIN CERTIFICATE-----`.
    Certificate(CertificateDer<'static>),
    /// `-----BEGIN PUBLIC KEY-----`.
    Bare(SubjectPublicKeyInfoDer<'static>),
}

impl ClientKey {
    /// Reads a PEM file's content.
    ///
    /// # Errors
    /// When it holds neither a certificate nor a public key.
    pub fn from_pem(pem: &[u8]) -> Result<Self, String> {
        let key = match CertificateDer::from_pem_slice(pem) {
            Ok(certificate) => Self::Certificate(certificate),
            Err(_) => Self::Bare(
                SubjectPublicKeyInfoDer::from_pem_slice(pem)
                    .map_err(|_| "no CERTIFICATE and no PUBLIC KEY in PEM".to_owned())?,
            ),
        };
        // Parsed again for each request; that it parses is known from here on.
        let readable = match &key {
            Self::Certificate(der) => EndEntityCert::try_from(der).is_ok(),
            Self::Bare(der) => RawPublicKeyEntity::try_from(der).is_ok(),
        };
        readable
            .then_some(key)
            .ok_or_else(|| "the certificate or public key cannot be read".to_owned())
    }

    fn verifies(
        &self,
        algorithm: &dyn SignatureVerificationAlgorithm,
        text: &[u8],
        signature: &[u8],
    ) -> bool {
        match self {
            Self::Certificate(der) => EndEntityCert::try_from(der)
                .is_ok_and(|entity| entity.verify_signature(algorithm, text, signature).is_ok()),
            Self::Bare(der) => RawPublicKeyEntity::try_from(der)
                .is_ok_and(|entity| entity.verify_signature(algorithm, text, signature).is_ok()),
        }
    }
}

/// Checks `Digest` and `Signature` of a request.
///
/// # Errors
/// 401 that says what is missing or wrong.
pub fn verify(key: Option<&ClientKey>, parts: &Parts, body: &[u8]) -> Result<(), Fault> {
    let key = key.ok_or_else(|| refused("this sandbox was started without --signing-key"))?;
    let header = text(parts, "signature").ok_or_else(|| refused("Signature is missing"))?;
    let fields = fields(&header).ok_or_else(|| refused("Signature cannot be read"))?;
    let signed = fields.get("headers").map_or("date", String::as_str);
    for needed in ["(request-target)", "x-request-id"] {
        require(signed, needed)?;
    }
    if !body.is_empty() {
        require(signed, "digest")?;
        let expected = format!("SHA-256={}", STANDARD.encode(secret::sha256(body)));
        if text(parts, "digest").is_none_or(|digest| digest != expected) {
            return Err(refused("Digest is not the SHA-256 of the body"));
        }
    }
    let algorithm = algorithm(fields.get("algorithm").map(String::as_str))?;
    let signature = fields
        .get("signature")
        .and_then(|text| STANDARD.decode(text).ok());
    let signature = signature.ok_or_else(|| refused("the signature is not base64"))?;
    let message = signing_string(parts, signed)?;
    if key.verifies(algorithm, message.as_bytes(), &signature) {
        Ok(())
    } else {
        Err(refused("the signature does not match the request"))
    }
}

fn refused(why: &str) -> Fault {
    Fault::new(StatusCode::UNAUTHORIZED, format!("http-signature: {why}"))
}

fn require(signed: &str, name: &str) -> Result<(), Fault> {
    let found = signed
        .split(' ')
        .any(|part| part.eq_ignore_ascii_case(name));
    if found {
        Ok(())
    } else {
        Err(refused(&format!("{name} is not signed")))
    }
}

fn algorithm(name: Option<&str>) -> Result<&'static dyn SignatureVerificationAlgorithm, Fault> {
    match name {
        Some("rsa-sha256") => Ok(ring::RSA_PKCS1_2048_8192_SHA256),
        Some("ecdsa-sha256") => Ok(ring::ECDSA_P256_SHA256),
        Some("ed25519") => Ok(ring::ED25519),
        _ => Err(refused(
            "algorithm is none of rsa-sha256, ecdsa-sha256, ed25519",
        )),
    }
}

/// The lines that were signed (draft §2.3).
fn signing_string(parts: &Parts, signed: &str) -> Result<String, Fault> {
    let lines: Result<Vec<_>, _> = signed
        .split(' ')
        .map(|name| line(parts, &name.to_ascii_lowercase()))
        .collect();
    Ok(lines?.join("\n"))
}

fn line(parts: &Parts, name: &str) -> Result<String, Fault> {
    if name == "(request-target)" {
        let target = parts
            .uri
            .path_and_query()
            .map_or("/", |target| target.as_str());
        return Ok(format!(
            "{name}: {} {target}",
            parts.method.as_str().to_ascii_lowercase()
        ));
    }
    let value =
        text(parts, name).ok_or_else(|| refused(&format!("{name} is signed and missing")))?;
    Ok(format!("{name}: {value}"))
}

/// The values of a header, joined as the draft says.
fn text(parts: &Parts, name: &str) -> Option<String> {
    let values: Vec<_> = parts
        .headers
        .get_all(name)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .collect();
    (!values.is_empty()).then(|| {
        values
            .iter()
            .map(|value| value.trim())
            .collect::<Vec<_>>()
            .join(", ")
    })
}

/// `keyId="…",algorithm="…",headers="…",signature="…"`.
fn fields(header: &str) -> Option<BTreeMap<String, String>> {
    let header = header.strip_prefix("Signature ").unwrap_or(header);
    let mut fields = BTreeMap::new();
    let mut rest = header.trim();
    while !rest.is_empty() {
        let (name, after) = rest.split_once("=\"")?;
        let (value, after) = after.split_once('"')?;
        fields.insert(name.trim().to_owned(), value.to_owned());
        rest = after.trim_start().trim_start_matches(',').trim_start();
    }
    fields.contains_key("keyId").then_some(fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_is_taken_apart() {
        let fields =
            fields(r#"keyId="https://c.example/a.pem", algorithm="rsa-sha256",headers="a b",signature="YQ==""#).unwrap();
        assert_eq!(fields["keyId"], "https://c.example/a.pem");
        assert_eq!(fields["signature"], "YQ==");
        assert!(super::fields("keyId=x").is_none());
        assert!(super::fields(r#"algorithm="x""#).is_none());
    }

    #[test]
    fn a_file_without_a_key_is_refused() {
        assert!(ClientKey::from_pem(b"hello").is_err());
        assert!(
            ClientKey::from_pem(b"-----BEGIN PUBLIC KEY-----\nYQ==\n-----END PUBLIC KEY-----\n")
                .is_err()
        );
    }
}
