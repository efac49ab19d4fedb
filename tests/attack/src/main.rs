//! `cargo xtask attack`: every attack and every lie, one after the other, and what each showed.

use std::process::ExitCode;

use attack::{
    canaries,
    fapi::{self, How},
    lies, table,
};

#[tokio::main]
async fn main() -> ExitCode {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let is_wanted =
        |id: &str| wanted.is_empty() || wanted.iter().any(|one| one.eq_ignore_ascii_case(id));
    let (mut attacks, mut refused) = (0, 0);
    println!("| attack | means | refused how | event | bank |\n|---|---|---|---|---|");
    for attack in table::ALL.iter().filter(|attack| is_wanted(attack.id)) {
        attacks += 1;
        match attack.prove().await {
            Ok(shown) => {
                refused += 1;
                let events = if shown.events.is_empty() {
                    "none: nothing leaves the page".to_owned()
                } else {
                    shown.events.join(", ")
                };
                println!(
                    "| {} {} | {} | {} | {events} | {} |",
                    attack.id,
                    attack.what,
                    attack.level.name(),
                    shown.refused,
                    shown.calls
                );
            }
            Err(failure) => println!(
                "| {} {} | {} | NOT SHOWN: {failure:?} | | |",
                attack.id,
                attack.what,
                attack.level.name()
            ),
        }
    }
    let (mut lies, mut useless) = (0, 0);
    println!("\n| lie of a bank | where the person is | bank |\n|---|---|---|");
    for lie in lies::ALL.into_iter().filter(|lie| is_wanted(lie)) {
        lies += 1;
        match lies::tell(lie).await {
            Ok(told) => {
                useless += 1;
                println!("| {lie} | {} | {} |", told.stage, told.calls);
            }
            Err(failure) => println!("| {lie} | NOT SHOWN: {failure:?} | |"),
        }
    }
    let (mut modules, mut passed) = (0, 0);
    println!("\n| FAPI 2.0 client test | |\n|---|---|");
    for module in fapi::ALL.iter().filter(|module| is_wanted(module.name)) {
        let outcome = match module.how {
            How::LeftOut(reason) => format!("left out: {reason}"),
            How::Case(run) => {
                modules += 1;
                match run().await {
                    Ok(()) => {
                        passed += 1;
                        "passed".to_owned()
                    }
                    Err(failure) => format!("FAILED: {failure:?}"),
                }
            }
        };
        println!("| {}{} | {outcome} |", fapi::PREFIX, module.name);
    }
    let escaped = if is_wanted("canaries") {
        hunt().await
    } else {
        0
    };
    println!(
        "\n{useless} of {lies} lies useless\n{passed} of {modules} FAPI 2.0 cases passed\n{refused} of {attacks} refused"
    );
    // A name that names nothing must not look like a proof.
    let any = attacks + lies + modules > 0 || is_wanted("canaries");
    if any && refused == attacks && useless == lies && passed == modules && escaped == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Looks for the canaries; how many kinds were where they may not be, or could not be looked for.
async fn hunt() -> usize {
    match canaries::hunt().await {
        Ok(hunt) => match hunt.judge() {
            Ok(()) => {
                println!("\ncanary hits: 0 ({hunt})");
                0
            }
            Err(failure) => {
                println!("\ncanaries: {failure:?}");
                1
            }
        },
        Err(failure) => {
            println!("\ncanaries: {failure:?}");
            1
        }
    }
}
