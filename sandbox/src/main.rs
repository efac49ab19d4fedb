//! Opens the banks and the demo partner, and waits for the end.

use std::process::ExitCode;

use clap::Parser as _;
use sandbox::{options::Options, server};

#[tokio::main]
async fn main() -> ExitCode {
    match server::run(Options::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("sandbox: {error}");
            ExitCode::FAILURE
        }
    }
}
