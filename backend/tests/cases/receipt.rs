//! The receipt: whole, signed, and the same in every hand.

use backend::ledger::{Record, told};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqwest::{StatusCode, header};
use serde_json::{Map, Value, json};

use crate::common::manage::{Browser, code, sent};
use crate::common::person::client;
use crate::common::{House, Person};

async fn public(house: &House, path: &str) -> Value {
    let answer = client().get(format!("{}{path}", house.base)).send().await;
    let answer = answer.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()[header::ACCESS_CONTROL_ALLOW_ORIGIN], "*");
    answer.json().await.unwrap()
}

/// What a stranger who knows the address of the keys alone can check; the document that was signed.
fn verified(receipt: &Value, keys: &Value) -> Result<Value, &'static str> {
    let mut document = receipt.clone();
    let jws = document.as_object_mut().unwrap().remove("jws").unwrap();
    let jws = jws.as_str().unwrap();
    let parts: Vec<&str> = jws.split('.').collect();
    let [head, payload, signature] = parts[..] else {
        return Err("three parts");
    };
    let decode = |part: &str| URL_SAFE_NO_PAD.decode(part).unwrap();
    let head: Value = serde_json::from_slice(&decode(head)).unwrap();
    assert_eq!(head["alg"], "EdDSA");
    let keys = keys["keys"].as_array().unwrap();
    let key = keys.iter().find(|key| key["kid"] == head["kid"]);
    let key = decode(key.ok_or("no such key")?["x"].as_str().unwrap());
    let signed = jws.rsplit_once('.').unwrap().0;
    ring::signature::UnparsedPublicKey::new(&ring::signature::ED25519, key)
        .verify(signed.as_bytes(), &decode(signature))
        .map_err(|_| "the signature")?;
    // RFC 8785: members by name, no space between. Here is nothing in it that would be written in two ways.
    if decode(payload) != serde_json::to_vec(&document).unwrap() {
        return Err("the document");
    }
    Ok(document)
}

async fn receipt_of(person: &Person<'_>, id: &str) -> Value {
    let (status, receipt) = person.partner_get(&format!("/receipts/{id}")).await;
    assert_eq!(status, StatusCode::OK, "{receipt}");
    receipt
}

#[tokio::test]
async fn r_119_person_partner_and_ledger_have_the_same_signed_receipt() {
    let house = House::new().await;
    let (person, shown) = sent(&house, "receipt", &["financial_health", "well_being"]).await;
    let receipt = receipt_of(&person, shown.id.as_str()).await;
    let keys = public(&house, "/.well-known/jwks.json").await;
    let document = verified(&receipt, &keys).unwrap();

    // The partner's, the ledger's, and the file that the person takes along.
    let told = told(house.app.store(), house.app.keys(), &person.user)
        .await
        .unwrap();
    let on_record = told.entries.iter().find_map(|entry| match &entry.record {
        Record::Consent { document, .. } => Some(serde_json::to_value(document).unwrap()),
        _ => None,
    });
    assert_eq!(on_record, Some(document.clone()));
    let browser = Browser::open(&house, code(&shown)).await;
    let address = format!("/manage/receipts/{}", shown.id.as_str());
    assert!(browser.page().await.contains(&address));
    let file = browser.get(&format!("{address}.jsonld")).await;
    assert_eq!(file.headers()[header::CONTENT_TYPE], "application/ld+json");
    assert_eq!(file.headers()[header::CACHE_CONTROL], "no-store");
    assert_eq!(file.json::<Value>().await.unwrap(), receipt);
    let list = person.partner_get("/receipts").await.1;
    assert_eq!(list, json!({ "receipts": [receipt] }));

    // The page says it in words.
    let page = browser.get(&address).await.text().await.unwrap();
    for words in [
        shown.id.as_str(),
        "Santé financière",
        "180 jours",
        "Bien-être",
        "90 jours",
        "Assurances Martin SA",
        "Agrégation d'Essai SAS",
        "CNIL",
        "compte courant •••",
    ] {
        let escaped = words.replace('\'', "&#39;");
        assert!(page.contains(words) || page.contains(&escaped), "{words}");
    }
    // After everything was taken back it is still what was given then.
    let connection = house.app.store().connections_of("demo", &person.user).await;
    let connection = connection.unwrap().remove(0).id;
    browser
        .takes(&[
            ("connection", &connection),
            ("what", "access"),
            ("sure", "yes"),
        ])
        .await;
    assert_eq!(receipt_of(&person, shown.id.as_str()).await, receipt);
}

#[tokio::test]
async fn r_119_a_changed_receipt_does_not_verify() {
    let house = House::new().await;
    let (person, shown) = sent(&house, "forged", &["financial_health"]).await;
    let receipt = receipt_of(&person, shown.id.as_str()).await;
    let keys = public(&house, "/.well-known/jwks.json").await;
    verified(&receipt, &keys).unwrap();
    let mut longer = receipt.clone();
    longer["events"][0]["validity_duration"] = json!("P3650D");
    assert_eq!(verified(&longer, &keys), Err("the document"));
    // Signed by the key of the access tokens: another key.
    let mut other = receipt.clone();
    let jws = other["jws"].as_str().unwrap();
    let signature = URL_SAFE_NO_PAD.encode([7; 64]);
    other["jws"] = json!(format!("{}.{signature}", jws.rsplit_once('.').unwrap().0));
    assert_eq!(verified(&other, &keys), Err("the signature"));
}

/// Every way to take one member out, at whatever depth, with its path.
fn without_one(value: &Value) -> Vec<(String, Value)> {
    match value {
        Value::Object(members) => {
            let mut all = Vec::new();
            for (name, inner) in members {
                let mut rest = members.clone();
                rest.remove(name);
                all.push((name.clone(), Value::Object(rest)));
                for (path, smaller) in without_one(inner) {
                    let mut changed = members.clone();
                    changed.insert(name.clone(), smaller);
                    all.push((format!("{name}.{path}"), Value::Object(changed)));
                }
            }
            all
        }
        Value::Array(items) => items
            .iter()
            .enumerate()
            .flat_map(|(place, inner)| {
                without_one(inner).into_iter().map(move |(path, smaller)| {
                    let mut changed = items.clone();
                    changed[place] = smaller;
                    (format!("{place}.{path}"), Value::Array(changed))
                })
            })
            .collect(),
        _ => Vec::new(),
    }
}

#[tokio::test]
async fn r_116_r_117_each_field_that_is_taken_out_makes_it_invalid() {
    let house = House::new().await;
    let (person, shown) = sent(&house, "fields", &["financial_health", "well_being"]).await;
    let mut receipt = receipt_of(&person, shown.id.as_str()).await;
    let schema = jsonschema::validator_for(&public(&house, "/receipt.schema.json").await).unwrap();
    assert!(schema.is_valid(&receipt), "{receipt:#}");
    // Without the signature it is the record itself.
    let members = receipt.as_object_mut().unwrap();
    members.remove("jws");
    // What the terms mean is DPV's affair: `@context` counts as one field.
    let context = members.remove("@context").unwrap();
    assert!(!schema.is_valid(&receipt));
    let mut tried = 0;
    for (path, mut smaller) in without_one(&receipt) {
        let members = smaller.as_object_mut().unwrap();
        members.insert("@context".to_owned(), context.clone());
        assert!(!schema.is_valid(&smaller), "{path} is not missed");
        tried += 1;
    }
    assert!(tried > 80, "{tried}");
    // An ISO field by its own name, each.
    let one = &receipt["processing"][0];
    for (place, field) in [
        (
            &receipt["record"],
            "schema_version record_id pii_principal_id authority_party",
        ),
        (
            one,
            "privacy_notice language purpose pii_information pii_controllers storage_locations retention_period jurisdiction recipient_third_parties withdrawal_method lawful_basis collection_method processing_method processing_locations geographic_restrictions privacy_rights",
        ),
        (
            &one["pii_information"][0],
            "pii_type pii_optional special_pii_category",
        ),
        (
            &receipt["parties"][0],
            "party_id name address contact party_type party_role",
        ),
        (
            &receipt["events"][0],
            "event_time validity_duration entity_id event_type event_state",
        ),
    ] {
        for name in field.split(' ') {
            assert!(place.get(name).is_some(), "{name}");
        }
    }
}

fn names(value: &Value, into: &mut Map<String, Value>) {
    match value {
        Value::Object(members) => {
            for (name, inner) in members {
                if name != "@context" {
                    into.insert(name.clone(), Value::Null);
                    names(inner, into);
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|inner| names(inner, into)),
        _ => {}
    }
}

#[tokio::test]
async fn r_121_every_name_has_a_meaning_so_that_json_ld_drops_none() {
    let house = House::new().await;
    let (person, shown) = sent(&house, "terms", &["financial_health"]).await;
    let receipt = receipt_of(&person, shown.id.as_str()).await;
    let context = receipt["@context"].as_object().unwrap();
    let mut used = Map::new();
    names(&receipt, &mut used);
    assert!(used.len() > 40);
    let meaning = |name: &str| {
        let term = &context[name];
        let term = term.get("@id").unwrap_or(term).as_str().unwrap();
        let (prefix, _) = term.split_once(':').unwrap();
        context[prefix].as_str().unwrap().starts_with("http")
    };
    for name in used.keys().filter(|name| !name.starts_with('@')) {
        assert!(context.contains_key(name) && meaning(name), "{name}");
    }
}

#[tokio::test]
async fn r_116_a_purpose_that_was_not_given_is_not_on_it_and_a_sensitive_one_says_so() {
    let house = House::new().await;
    let (person, shown) = sent(&house, "said", &["financial_health", "well_being"]).await;
    let receipt = receipt_of(&person, shown.id.as_str()).await;
    let of = |purpose: &str| {
        let mut all = receipt["processing"].as_array().unwrap().iter();
        all.find(|one| one["purpose"]["purpose_id"] == purpose)
    };
    assert!(of("solvency").is_none() && of("fraud_prevention").is_none());
    let (plain, special) = (of("financial_health").unwrap(), of("well_being").unwrap());
    assert_eq!(plain["lawful_basis"], "eu-gdpr:A6-1-a");
    assert_eq!(
        plain["pii_information"][1]["special_pii_category"],
        json!([])
    );
    assert_eq!(special["lawful_basis"], "eu-gdpr:A9-2-a");
    let reveals = &special["pii_information"][0]["special_pii_category"];
    assert!(reveals.as_array().unwrap().contains(&json!("health")));
    assert_eq!(plain["pii_information"][0]["pii_type"], "balances");
    // The accounts are named so that their holder knows them, and no number is whole.
    let accounts = plain["accounts"].as_array().unwrap();
    assert!(!accounts.is_empty());
    for account in accounts {
        assert!(account["last_digits"].as_str().unwrap().len() <= 4);
    }
}

#[tokio::test]
async fn r_119_a_receipt_is_its_persons_and_goes_when_they_are_forgotten() {
    let house = House::new().await;
    let (person, shown) = sent(&house, "own", &["financial_health"]).await;
    let (other, _) = sent(&house, "other", &["financial_health"]).await;
    let path = format!("/receipts/{}", shown.id.as_str());
    assert_eq!(other.partner_get(&path).await.0, StatusCode::NOT_FOUND);
    let own = Browser::open(&house, code(&shown)).await;
    let stranger = Browser {
        house: &house,
        cookie: String::new(),
    };
    let address = format!("/manage{path}");
    assert_eq!(own.get(&address).await.status(), StatusCode::OK);
    assert_ne!(stranger.get(&address).await.status(), StatusCode::OK);
    let missing = own.get("/manage/receipts/nothing").await;
    assert_eq!(missing.status(), StatusCode::NOT_FOUND);
    person.erased().await;
    assert_eq!(person.partner_get(&path).await.0, StatusCode::NOT_FOUND);
}
