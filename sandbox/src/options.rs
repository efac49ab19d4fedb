//! The command line.

use std::{net::SocketAddr, path::PathBuf};

use clap::Parser;

use crate::{bank::lie::Liar, origin::Origin, secret::Secret};

/// Banks that speak STET 1.4, and a demo partner, to try a connection with.
#[derive(Parser)]
#[command(version)]
pub struct Options {
    /// Where the banks listen; port 0 takes a free one.
    #[arg(long, default_value = "[::1]:8083")]
    pub banks: SocketAddr,

    /// Where the demo partner listens, on `localhost` both ways; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:8080")]
    pub partner: SocketAddr,

    /// The backend: its callbacks are registered with the banks, and the partner calls it.
    #[arg(long, default_value = "http://127.0.0.1:8082")]
    pub backend: Origin,

    /// The partner's origin as registered with the backend. Default: <http://localhost> with the port.
    #[arg(long)]
    pub partner_origin: Option<Origin>,

    /// The partner's client id at the backend.
    #[arg(long, default_value = "demo")]
    pub client_id: String,

    /// The partner's client secret at the backend. Better given by the environment: the command line
    /// is there for others to see.
    #[arg(long, env = "SANDBOX_CLIENT_SECRET", hide_env_values = true)]
    pub client_secret: Option<Secret>,

    /// Another seed gives other accounts and transactions.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,

    /// PEM file with the client's certificate or public key, for the bank that wants signed requests.
    #[arg(long)]
    pub signing_key: Option<PathBuf>,

    /// A bank that lies, as `BANK=LIE`; may be given for several banks. `src/bank/lie.rs` lists the lies.
    #[arg(long = "lie", value_name = "BANK=LIE")]
    pub lies: Vec<Liar>,

    /// What every code and token begins with, so that one can be told wherever it turns up.
    #[arg(long, default_value = "")]
    pub mark: String,

    /// End when standard input is closed, so that no sandbox outlives the program that started it.
    #[arg(long)]
    pub exit_on_stdin_close: bool,
}
