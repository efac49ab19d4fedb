//! `cargo xtask bench`: bytes, times and memory of the widget and the backend, as they are on this machine.
//!
//! Start at [`run`]. Nothing is asserted about time: it measures and prints, and says which goals are met.

mod arguments; // the command line
mod bench; // what every group measures with
mod directories; // directories of any size
mod figures; // groups, programs, conditions; series and their medians
mod load; // the backend under load
mod memory; // heap, wasm memory, elements
mod meter; // a browser as a measuring instrument
mod peers; // MX's widget and Nordigen's picker, by npm
mod process; // what a process uses
mod ratios; // goals that are ratios to a peer
mod ready; // from the navigation to the search box
mod recorded; // what the real backend answers, for the static site
mod report; // tables and JSON
mod result; // from the answers to the result
mod search; // from the last key to the results
mod site; // every program on one origin
mod sizes; // bytes
mod target; // what to look for in a page
mod traveller; // a journey without a browser

use std::process::ExitCode;

use arguments::{Company, HELP, Run, Wanted};
use bench::Bench;
use e2e::{Done, stack::Stack};
use figures::Group;
use meter::Meter;
use peers::Peers;
use recorded::Recorded;
use report::Report;
use site::Site;
use tokio::time::Instant;

#[tokio::main]
async fn main() -> ExitCode {
    let done = match Wanted::parse(std::env::args().skip(1)) {
        Ok(Wanted::Help) => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        Ok(Wanted::Run(wanted)) => run(&wanted).await,
        Err(failure) => Err(failure),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure:?}");
            ExitCode::FAILURE
        }
    }
}

/// Measures group by group, printing each table as soon as it is there.
async fn run(wanted: &Run) -> Done {
    let begun = Instant::now();
    let peers = match wanted.company {
        Company::Alone => None,
        Company::Peers => Some(Peers::prepare()?),
    };
    let stack = Stack::start()?;
    let recorded = Recorded::take(&stack).await?;
    let site = Site::start(&recorded, peers.as_ref()).await?;
    let mut bench = Bench {
        repetitions: wanted.thoroughness.repetitions(),
        journeys: wanted.thoroughness.journeys(),
        stack,
        site,
        recorded,
        has_peers: peers.is_some(),
        report: Report::default(),
    };
    let browser = Meter::open().await?.version().await?;
    println!(
        "{browser}, medians of {}, on {} cores",
        bench.repetitions,
        std::thread::available_parallelism()?
    );
    for &group in &wanted.groups {
        measure(&mut bench, group).await?;
        print!("{}", bench.report.table(group));
    }
    print!("{}", bench.report.ratios());
    if let Some(file) = &wanted.json {
        let json = bench.report.to_json(&browser, bench.repetitions);
        std::fs::write(file, format!("{json:#}\n"))?;
    }
    eprintln!("measured in {} s", begun.elapsed().as_secs());
    Ok(())
}

async fn measure(bench: &mut Bench, group: Group) -> Done {
    match group {
        Group::Sizes => sizes::measure(bench).await,
        Group::Ready => ready::measure(bench, &Meter::open().await?).await,
        Group::Search => search::measure(bench, &Meter::open().await?).await,
        Group::Memory => memory::measure(bench, &Meter::open().await?).await,
        Group::Result => result::measure(bench).await,
        Group::Backend => load::measure(bench).await,
    }
}
