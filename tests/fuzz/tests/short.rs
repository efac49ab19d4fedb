//! A run of seconds: the same seeds each time, so that it fails for the same reason or not at all. The honest input of
//! each target is among them, so that an oracle that refuses everything, or a backend that does, would be seen.

use fuzz::targets::{
    callback::Callback, configuration::Configuration, go::Go, origins::Origins, redeem::Redeem,
    return_url::ReturnUrl, stet::Stet,
};
use fuzz::{Figures, Target, engine};

async fn holds<T: Target>(mut target: T, inputs: u64) {
    let mut figures = Figures::default();
    if let Err(broken) = engine::run(&mut target, 0..inputs, &mut figures).await {
        panic!("{broken}");
    }
    assert_eq!(figures.inputs, inputs);
    let refused = figures.inputs - figures.accepted;
    assert!(
        figures.accepted > 0 && refused > 0,
        "{}: {} accepted and {refused} refused: one of the two is never tried",
        T::NAME,
        figures.accepted
    );
}

#[tokio::test]
async fn r_017_r_022_r_028_r_155_r_162_no_callback_is_accepted_without_cookie_state_and_issuer() {
    holds(Callback::new().await.unwrap(), 400).await;
}

#[tokio::test]
async fn r_029_r_030_r_155_nobody_leaves_without_ticket_and_origin() {
    holds(Go::new().await.unwrap(), 400).await;
}

#[tokio::test]
async fn r_031_r_036_r_155_nothing_is_given_out_without_code_and_verifier() {
    holds(Redeem::new().await.unwrap(), 400).await;
}

#[tokio::test]
async fn r_058_no_page_reads_anothers_journey() {
    holds(Origins::new().await.unwrap(), 400).await;
}

#[tokio::test]
async fn r_059_a_journey_leads_back_to_a_registered_page_alone() {
    holds(ReturnUrl::new().await.unwrap(), 400).await;
}

#[tokio::test]
async fn no_configuration_that_is_taken_is_unsound_and_no_message_repeats_a_secret() {
    holds(Configuration::new().unwrap(), 300).await;
}

#[tokio::test]
async fn r_006_r_010_r_111_nothing_unsound_is_made_of_a_banks_answer() {
    holds(Stet::new().await.unwrap(), 300).await;
}
