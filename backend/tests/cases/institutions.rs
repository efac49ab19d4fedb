//! The operator's word on the institutions: own data, hidden ones, those that do not answer.

use std::path::Path;

use backend::{catalogue, config};
use directory::Directory;
use serde_json::Value;

use crate::common::House;
use crate::common::person::{client, partner_token};

async fn index(house: &House) -> contract::Catalogue {
    let answer = client()
        .get(format!("{}{}", house.base, contract::DIRECTORY_PATH))
        .send();
    answer.await.unwrap().json().await.unwrap()
}

async fn file(house: &House, country: &str) -> Directory {
    let index = index(house).await;
    let file = index.countries.iter().find(|file| file.country == country);
    let answer = client()
        .get(format!("{}{}", house.base, file.unwrap().path))
        .send();
    Directory::parse(answer.await.unwrap().text().await.unwrap()).unwrap()
}

/// The example with a line in place of another, and what a start says to it.
fn started(folder: &Path, old: &str, new: &str) -> Result<usize, String> {
    let text = include_str!("../../guichet.example.toml");
    assert!(text.contains(old), "the example no longer holds {old}");
    let path = folder.join("guichet.toml");
    std::fs::write(&path, text.replacen(old, new, 1)).unwrap();
    let config = config::load(&path, []).map_err(|error| error.to_string())?;
    catalogue::sources(&config)
        .map(|sources| sources.len())
        .map_err(|error| error.to_string())
}

#[tokio::test]
async fn the_first_answer_holds_the_popular_institutions() {
    let house = House::new().await;
    let index = index(&house).await;
    let popular = Directory::parse(index.popular.as_str()).unwrap();
    let full = file(&house, "FR").await;
    let names = |directory: &Directory| -> Vec<String> {
        let hits = directory.search(
            "",
            &directory::Options {
                limit: 50,
                segment: None,
            },
        );
        let one = |hit: &directory::Hit| directory.institution(hit.institution).id().into_owned();
        hits.iter().map(one).collect()
    };
    assert_eq!(names(&popular), names(&full));
    assert!(index.popular.len() < 1_200, "{} bytes", index.popular.len());
}

#[tokio::test]
async fn a_bank_that_is_down_is_told_beside_the_immutable_file() {
    let (well, ill) = (
        House::new().await,
        House::with(|text| text.replacen("down = []", "down = [\"lcl\", \"caisse-epargne-*\"]", 1))
            .await,
    );
    let (well, ill) = (index(&well).await, index(&ill).await);
    assert!(well.down.is_empty());
    assert_eq!(ill.down.len(), 1 + 1 + 15, "{:?}", ill.down);
    assert!(ill.down.contains(&"caisse-epargne-cepac".to_owned()));
    assert_eq!(well.countries, ill.countries, "the files are the same");
}

#[tokio::test]
async fn institutions_without_a_connector_are_shown_as_such_or_hidden() {
    let house = House::new().await;
    let germany = file(&house, "DE").await;
    assert!(
        germany
            .institutions()
            .all(|one| one.availability() == directory::Availability::NoConnector)
    );
    let token = partner_token(&house).await;
    for (country, connected) in [("DE", false), ("FR", true)] {
        let answer = client()
            .get(format!("{}/v1/institutions?country={country}", house.base))
            .bearer_auth(&token)
            .send();
        let list: Value = answer.await.unwrap().json().await.unwrap();
        let list = list["institutions"].as_array().unwrap();
        assert!(
            list.len() > 100 && list.iter().all(|one| one["connected"] == connected),
            "{country}"
        );
    }
    let house = House::with(|text| {
        text.replacen(
            "without_connector = \"show\"",
            "without_connector = \"hide\"",
            1,
        )
        .replacen(
            "banks = [\"*\"]",
            "banks = [\"credit-agricole-aquitaine\"]",
            1,
        )
    })
    .await;
    assert_eq!(
        index(&house).await.countries.len(),
        1,
        "no bank elsewhere is connected"
    );
    let france = file(&house, "FR").await;
    let has = |id: &str| france.by_id(id).is_some();
    assert!(has("lcl") && has("credit-agricole") && !has("fortuneo"));
    assert_eq!(
        france.by_id("credit-agricole").unwrap().regions().count(),
        1
    );
    assert!(
        has("ing") && !has("morning"),
        "an old name is kept where it leads to a bank that is shown"
    );
}

#[test]
fn own_data_extends_or_replaces_what_ships() {
    let folder = tempfile::tempdir().unwrap();
    let own = r#"[{"id":"lcl","name":"Le Crédit Lyonnais","country":"FR","popularity":9},
        {"id":"my-bank","name":"My Bank","country":"FR","status":"merged","successor":"lcl"}]"#;
    std::fs::write(folder.path().join("own.json"), own).unwrap();
    let shipped = started(folder.path(), "down = []", "").unwrap();
    assert_eq!(
        started(folder.path(), "down = []", "extend = \"own.json\""),
        Ok(shipped + 1)
    );
    assert_eq!(
        started(folder.path(), "down = []", "replace = \"own.json\""),
        Ok(2)
    );
}

#[test]
fn wrong_data_stops_the_start_with_file_entry_field_and_what_to_write() {
    let folder = tempfile::tempdir().unwrap();
    let wrong = [
        (
            r#"[{"id":"a","name":"A","country":"France"}]"#,
            [
                "own.json",
                "institution a",
                "`country`",
                "two capital letters",
            ],
        ),
        (
            r#"[{"id":"a","name":"A","country":"FR","bic":["X"]}]"#,
            ["own.json", "institution a", "`bic`", "8 or 11"],
        ),
        (
            r#"[{"id":"a","name":"A","country":"FR","popularity":1}]"#,
            ["own.json", "institution ", "`popularity`", "already"],
        ),
        (
            r#"[{"id":"a","name":"A","country":"FR"},{"id":"a","name":"B","country":"FR"}]"#,
            ["own.json", "institution a", "`id`", "its own"],
        ),
        ("nothing", ["own.json", "JSON array", "", ""]),
    ];
    for (json, says) in wrong {
        std::fs::write(folder.path().join("own.json"), json).unwrap();
        let error = started(folder.path(), "down = []", "extend = \"own.json\"").unwrap_err();
        assert!(
            says.iter().all(|word| error.contains(word)),
            "{json}: {error}"
        );
    }
    let missing = started(folder.path(), "down = []", "replace = \"none.json\"").unwrap_err();
    assert!(missing.contains("none.json"), "{missing}");
    let nobody = started(folder.path(), "down = []", "down = [\"nobody\"]").unwrap_err();
    assert!(nobody.contains("institutions.down: nobody"), "{nobody}");
    let both = started(
        folder.path(),
        "down = []",
        "extend = \"a\"\nreplace = \"b\"",
    )
    .unwrap_err();
    assert!(both.contains("exclude each other"), "{both}");
}
