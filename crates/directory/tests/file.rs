//! The files that a browser loads: size, order, and what is said about wrong data.

use std::io::Write;

use directory::{
    Availability, Directory, IbanError, Options, ParseError, RegionQuestion, Segment, Why, compile,
};

fn connected(_: &str, _: Option<&str>) -> Availability {
    Availability::Connected
}

fn directory_of(json: &str) -> Directory {
    let sources = compile::institutions(json).expect("right");
    Directory::parse(compile::country_file(&sources, connected)).expect("it reads back")
}

/// As `brotli -q 11` does.
fn compressed(text: &str) -> usize {
    let mut out = Vec::new();
    {
        let mut writer = brotli::CompressorWriter::new(&mut out, 1 << 16, 11, 22);
        writer.write_all(text.as_bytes()).expect("memory");
    }
    out.len()
}

#[test]
fn france_is_8_kb_at_most_and_all_countries_80() {
    let all = compile::default_institutions().expect("the data that ships is right");
    let countries = compile::countries(&all);
    assert_eq!(countries.len(), 31);
    let mut total = 0;
    for country in countries {
        let own: Vec<_> = all
            .iter()
            .filter(|one| one.country == country)
            .cloned()
            .collect();
        let file = compile::country_file(&own, connected);
        let size = compressed(&file);
        assert!(country != "FR" || size <= 8_000, "France has {size} bytes");
        total += size;
        let directory = Directory::parse(file).expect("it reads back");
        assert_eq!((directory.len(), directory.country()), (own.len(), country));
        assert!(
            own.iter().all(|one| directory.by_id(&one.id).is_some()),
            "an id of {country} is lost"
        );
    }
    assert!(total <= 80_000, "all countries have {total} bytes");
    println!("all countries: {total} bytes");
}

#[test]
fn the_order_of_the_source_changes_nothing() {
    let mut sources = compile::institutions(compile::FRANCE).expect("the data that ships is right");
    let file = compile::country_file(&sources, connected);
    sources.reverse();
    assert_eq!(compile::country_file(&sources, connected), file);
}

#[test]
fn wrong_data_names_the_institution_and_the_field() {
    let one = |rest: &str| format!(r#"[{{"id":"a-bank","name":"A","country":"FR"{rest}}}]"#);
    for (json, place, field) in [
        ("{}".to_owned(), "", ""),
        (
            r#"[{"name":"A","country":"FR"}]"#.to_owned(),
            "number 1",
            "id",
        ),
        (
            r#"[{"id":"A Bank","name":"A","country":"FR"}]"#.to_owned(),
            "A Bank",
            "id",
        ),
        (r#"[{"id":"a","country":"FR"}]"#.to_owned(), "a", "name"),
        (one(r#","country_code":"FR""#), "a-bank", "country_code"),
        (one(r#","segments":["private"]"#), "a-bank", "segments"),
        (one(r#","brand_color":"red""#), "a-bank", "brand_color"),
        (one(r#","bank_codes":["1234"]"#), "a-bank", "bank_codes"),
        (one(r#","bic":["AGRI"]"#), "a-bank", "bic"),
        (one(r#","domain":"https://a.fr""#), "a-bank", "domain"),
        (one(r#","aliases":["A|B"]"#), "a-bank", "aliases"),
        (one(r#","aliases":["B","B"]"#), "a-bank", "aliases"),
        (one(r#","popularity":0"#), "a-bank", "popularity"),
        (one(r#","status":"gone""#), "a-bank", "status"),
        (one(r#","status":"merged""#), "a-bank", "successor"),
        (
            one(r#","status":"merged","successor":"nobody""#),
            "a-bank",
            "successor",
        ),
        (
            one(r#","status":"merged","successor":"a-bank""#),
            "a-bank",
            "successor",
        ),
        (
            one(r#","regions":[{"id":"a-bank-x","name":"X","departments":["20"]}]"#),
            "a-bank/a-bank-x",
            "departments",
        ),
        (
            one(r#","regions":[{"id":"a-bank","name":"X"}]"#),
            "a-bank/a-bank",
            "id",
        ),
    ] {
        let error = compile::institutions(&json).expect_err(&json);
        assert_eq!(
            (error.place(), error.field()),
            (place, field),
            "{json}: {error}"
        );
        assert!(
            error.to_string().contains(place) && error.to_string().contains(field),
            "{error}"
        );
    }
}

#[test]
fn own_data_takes_the_place_of_what_has_its_id_and_is_checked_with_the_rest() {
    let base = || compile::institutions(compile::FRANCE).expect("the data that ships is right");
    let own = r#"[{"id":"lcl","name":"Le Crédit Lyonnais","country":"FR","popularity":9},
        {"id":"old","name":"Old","country":"FR","status":"merged","successor":"fortuneo"}]"#;
    let both = compile::extend(base(), own).expect("right");
    assert_eq!(both.len(), base().len() + 1);
    let lcl: Vec<&str> = both
        .iter()
        .filter(|one| one.id == "lcl")
        .map(|one| one.name.as_str())
        .collect();
    assert_eq!(lcl, ["Le Crédit Lyonnais"]);
    for (own, place, field) in [
        (
            r#"[{"id":"lcl-aquitaine","name":"A","country":"FR","popularity":1}]"#,
            "",
            "popularity",
        ),
        (
            r#"[{"id":"a","name":"A","country":"FR"},{"id":"a","name":"B","country":"FR"}]"#,
            "a",
            "id",
        ),
        (
            r#"[{"id":"boursobank","name":"B","country":"DE"}]"#,
            "",
            "successor",
        ),
    ] {
        let error = compile::extend(base(), own).expect_err(own);
        assert!(
            error.place().contains(place) && error.field() == field,
            "{error}"
        );
    }
}

#[test]
fn another_version_is_refused() {
    assert_eq!(
        Directory::parse("guichet-directory 2 FR 0\n").err(),
        Some(ParseError::Version)
    );
    assert_eq!(Directory::parse("").err(), Some(ParseError::Version));
    assert_eq!(
        Directory::parse("guichet-directory 1 FR 0\nA bank\n").err(),
        Some(ParseError::Line(2))
    );
}

#[test]
fn r_092_the_region_is_asked_unless_it_decides_nothing() {
    let bank = |servers: [&str; 2]| {
        directory_of(&format!(
            r#"[{{"id":"b","name":"B","country":"FR","regions":[
                {{"id":"b-north","name":"North"{}}},{{"id":"b-south","name":"South"{}}}]}}]"#,
            servers[0], servers[1]
        ))
    };
    let question = |directory: &Directory| {
        directory
            .by_id("b")
            .map(directory::Institution::region_question)
    };
    let (one, two) = (
        r#","auth_server":"as.b.fr""#,
        r#","auth_server":"as2.b.fr""#,
    );
    assert_eq!(question(&bank(["", ""])), Some(RegionQuestion::Ask));
    assert_eq!(question(&bank([one, two])), Some(RegionQuestion::Ask));
    assert_eq!(question(&bank([one, ""])), Some(RegionQuestion::Ask));
    assert_eq!(question(&bank([one, one])), Some(RegionQuestion::Shared));
    let france = directory_of(compile::FRANCE);
    assert_eq!(
        france
            .by_id("bnp-paribas")
            .map(directory::Institution::region_question),
        Some(RegionQuestion::None)
    );
    assert_eq!(
        france
            .by_id("credit-agricole")
            .map(directory::Institution::region_question),
        Some(RegionQuestion::Ask)
    );
}

#[test]
fn r_092_regions_are_ranked_by_department_town_and_postcode() {
    let france = directory_of(compile::FRANCE);
    for (bank, query, expected) in [
        ("credit-agricole", "33000", "credit-agricole-aquitaine"),
        ("credit-agricole", "33", "credit-agricole-aquitaine"),
        ("credit-agricole", "gironde", "credit-agricole-aquitaine"),
        ("credit-agricole", "Girnode", "credit-agricole-aquitaine"),
        ("credit-agricole", "bordeaux", "credit-agricole-aquitaine"),
        ("credit-agricole", "20137", "credit-agricole-corse"),
        ("credit-agricole", "2b", "credit-agricole-corse"),
        ("credit-agricole", "97410", "credit-agricole-la-reunion"),
        (
            "credit-agricole",
            "97300",
            "credit-agricole-martinique-guyane",
        ),
        ("credit-agricole", "1", "credit-agricole-centre-est"),
        ("credit-agricole", "normandie", "credit-agricole-normandie"),
        (
            "caisse-epargne",
            "saint etienne",
            "caisse-epargne-loire-drome-ardeche",
        ),
        ("credit-mutuel", "val d'oise", "credit-mutuel-ile-de-france"),
        ("credit-mutuel", "cmso", "credit-mutuel-sud-ouest"),
        (
            "banque-populaire",
            "75011 Paris",
            "banque-populaire-rives-de-paris",
        ),
    ] {
        let institution = france.by_id(bank).expect("in the data");
        let ranked = france.rank_regions(institution.index(), query);
        assert_eq!(
            france.region(ranked[0].region).id(),
            expected,
            "{bank} {query}"
        );
        assert!(
            ranked[0].why.is_some() && ranked.len() == institution.regions().len(),
            "{bank} {query}"
        );
    }
}

#[test]
fn former_names_lead_to_the_successor_and_say_so() {
    let france = directory_of(compile::FRANCE);
    let first = |query: &str| france.search(query, &Options::default())[0];
    let hit = first("credit du nord");
    assert_eq!(
        (
            france.institution(hit.institution).id().as_ref(),
            hit.region
        ),
        ("societe-generale", None)
    );
    assert!(matches!(hit.why, Why::Formerly(name) if france.text(name) == "Crédit du Nord"));
    // The one region that carries on the name is found with it.
    let hit = first("banque kolb");
    assert_eq!(
        hit.region
            .map(|region| france.region(region).id().into_owned())
            .as_deref(),
        Some("societe-generale-grand-est")
    );
    // One without a successor is explained.
    let morning = france.institution(first("morning").institution);
    assert_eq!(
        (morning.id().as_ref(), morning.status()),
        ("morning", directory::Status::Closed)
    );
}

#[test]
fn a_space_that_an_institution_does_not_have_hides_it_but_near_does_not() {
    let france = directory_of(compile::FRANCE);
    let qonto = france.by_id("qonto").expect("in the data").index();
    let retail = Options {
        limit: 10,
        segment: Some(Segment::Retail),
    };
    assert!(
        france
            .search("qonto", &retail)
            .iter()
            .all(|hit| hit.institution != qonto)
    );
    assert_eq!(
        france.near("qonto").first().map(|hit| hit.institution),
        Some(qonto)
    );
    let business = Options {
        segment: Some(Segment::Business),
        ..retail
    };
    assert_eq!(
        france
            .search("qonto", &business)
            .first()
            .map(|hit| hit.institution),
        Some(qonto)
    );
}

#[test]
fn a_shared_bank_code_does_not_decide_the_region() {
    let france = directory_of(compile::FRANCE);
    let hits = france.by_bic("CMCIFR2A");
    assert!(
        hits.len() > 1 && hits.iter().all(|hit| hit.region.is_none()),
        "{hits:?}"
    );
    assert_eq!(
        france.search("FR14 2004 1010 0505 0001 3M02 605", &Options::default()),
        []
    );
    assert_eq!(
        directory::Iban::parse("FR14 2004 1010 0505 0001 3M02 605"),
        Err(IbanError::WrongCheckDigits)
    );
}

#[test]
fn other_countries_ibans_are_answered_where_they_carry_the_bic() {
    let all = compile::institutions(compile::EUROPE).expect("the data that ships is right");
    let dutch: Vec<_> = all.into_iter().filter(|one| one.country == "NL").collect();
    let directory =
        Directory::parse(compile::country_file(&dutch, connected)).expect("it reads back");
    let iban = directory::Iban::parse("NL91 ABNA 0417 1643 00").expect("the registry's example");
    let hits = directory.by_iban(&iban);
    assert_eq!(
        directory.institution(hits[0].institution).name(),
        "ABN AMRO"
    );
    let french = directory::Iban::parse("FR14 2004 1010 0505 0001 3M02 606")
        .expect("the registry's example");
    assert_eq!(
        (directory.by_iban(&french), french.country()),
        (vec![], "FR")
    );
}

#[test]
fn nothing_found_still_has_a_way_on() {
    let france = directory_of(compile::FRANCE);
    assert_eq!(france.search("xqzwvk", &Options::default()), []);
    assert_eq!(compile::find("xqzwvk", "FR", 10), Ok(vec![]));
    let near = france.near("credit truc machin");
    assert!(!near.is_empty() && near.len() <= 5);
}

#[test]
fn the_command_line_gets_rows() {
    let rows = compile::find("cmso", "fr", 1).expect("France is there");
    assert_eq!(rows.len(), 1);
    assert_eq!(
        (
            rows[0].rank,
            rows[0].institution.as_str(),
            rows[0].region.as_deref(),
            rows[0].name.as_str(),
            rows[0].why.as_str()
        ),
        (
            1,
            "credit-mutuel",
            Some("credit-mutuel-sud-ouest"),
            "Crédit Mutuel – Sud-Ouest",
            "region CMSO"
        )
    );
    assert!(compile::find("cmso", "XX", 1).is_err());
}
