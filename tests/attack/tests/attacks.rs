//! The attacks, one test each. What each must show is in `table.rs`.

use attack::table;
use e2e::{Done, Failure};

async fn prove(id: &str) -> Done {
    let attack = table::find(id).ok_or_else(|| Failure::new("no such attack"))?;
    attack.prove().await.map(|_| ())
}

#[tokio::test]
async fn a_01_bank_url_sent_to_victim() -> Done {
    prove("A-01").await
}

#[tokio::test]
async fn a_02_ticket_link_sent_to_victim() -> Done {
    prove("A-02").await
}

#[tokio::test]
async fn a_03_evil_origin_posts_to_go() -> Done {
    prove("A-03").await
}

#[tokio::test]
async fn a_04_attacker_polls_after_sca() -> Done {
    prove("A-04").await
}

#[tokio::test]
async fn a_05_stolen_answer_in_another_browser() -> Done {
    prove("A-05").await
}

#[tokio::test]
async fn a_06_code_injected_with_own_state() -> Done {
    prove("A-06").await
}

#[tokio::test]
async fn a_07_victim_finishes_attackers_callback() -> Done {
    prove("A-07").await
}

#[tokio::test]
async fn a_08_mix_up() -> Done {
    prove("A-08").await
}

#[tokio::test]
async fn a_09_replayed_callback() -> Done {
    prove("A-09").await
}

#[tokio::test]
async fn a_10_handoff_code_without_verifier() -> Done {
    prove("A-10").await
}

#[tokio::test]
async fn a_11_duplicated_tab() -> Done {
    prove("A-11").await
}

#[tokio::test]
async fn a_12_open_redirects() -> Done {
    prove("A-12").await
}

#[tokio::test]
async fn a_13_foreign_and_null_origins() -> Done {
    prove("A-13").await
}

#[tokio::test]
async fn a_14_forged_messages() -> Done {
    prove("A-14").await
}

#[tokio::test]
async fn a_15_consent_redressed_by_style() -> Done {
    prove("A-15").await
}

#[tokio::test]
async fn a_16_backend_framed() -> Done {
    prove("A-16").await
}

#[tokio::test]
async fn a_17_forged_host() -> Done {
    prove("A-17").await
}

#[tokio::test]
async fn a_18_ids_of_others() -> Done {
    prove("A-18").await
}

#[tokio::test]
async fn a_19_partner_that_is_not_the_owner() -> Done {
    prove("A-19").await
}

#[tokio::test]
async fn a_20_markup_in_labels() -> Done {
    prove("A-20").await
}

#[tokio::test]
async fn a_21_hosted_page_fixation() -> Done {
    prove("A-21").await
}

#[test]
fn there_are_twenty_one_of_them() {
    let ids: Vec<&str> = table::ALL.iter().map(|attack| attack.id).collect();
    let wanted: Vec<String> = (1..=21).map(|number| format!("A-{number:02}")).collect();
    assert_eq!(ids, wanted);
}
