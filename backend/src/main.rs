//! The program: reads the configuration, serves until it is told to stop.

use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use axum::Router;
use backend::app::{App, metrics_router, router};
use backend::article30::draft;
use backend::ledger::chain::Chain;
use backend::metering::forecast::forecast;
use backend::store::Store;
use backend::{catalogue, config, ledger, refresh, start, sweep, webhooks};
use clap::{Parser, Subcommand};
use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tracing_subscriber::EnvFilter;

/// Guichet's backend.
#[derive(Debug, Parser)]
#[command(version, about)]
struct Arguments {
    /// The configuration; `guichet.example.toml` is one to start from.
    #[arg(long, global = true, default_value = "guichet.toml")]
    config: PathBuf,
    /// Instead of `server.public_url`.
    #[arg(long)]
    public_url: Option<String>,
    /// Instead of `server.listen`; port 0 asks for a free one.
    #[arg(long)]
    listen: Option<String>,
    /// Ends when standard input is closed, so that it never outlives the program that started it.
    #[arg(long)]
    exit_on_stdin_close: bool,
    /// Reads and checks the configuration and the institutions, and stops there.
    #[arg(long)]
    check: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

/// What the program does instead of serving.
#[derive(Debug, Subcommand)]
enum Command {
    /// The record of what people were asked, gave and refused.
    #[command(subcommand)]
    Ledger(Ledger),
    /// Prints what a journey will cost, purpose by purpose, data that no purpose needs, and a draft of the record of
    /// processing (GDPR art. 30), from the configuration alone.
    Plan,
}

#[derive(Debug, Subcommand)]
enum Ledger {
    /// Walks the whole chain; names the first broken entry and fails if there is one. Keep the head's hash elsewhere: with
    /// it, a ledger that was cut off or written anew is told from the real one.
    Verify,
    /// Prints everything that is on record about a user, with the texts that were shown, as JSON.
    Show {
        /// The user's id, as `POST /v1/users` gave it.
        user: String,
    },
}

fn main() -> ExitCode {
    let filter =
        EnvFilter::try_from_env("GUICHET_LOG").unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    tracing_subscriber::fmt()
        .json()
        .with_writer(std::io::stderr)
        .with_env_filter(filter)
        .init();
    let arguments = Arguments::parse();
    let result = tokio::runtime::Runtime::new()
        .map_err(Into::into)
        .and_then(|runtime| {
            let result = runtime.block_on(run(arguments));
            // A read of standard input cannot be called off: waiting for it would keep the program from ending.
            runtime.shutdown_background();
            result
        });
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let flags = [
        ("GUICHET__SERVER__PUBLIC_URL", &arguments.public_url),
        ("GUICHET__SERVER__LISTEN", &arguments.listen),
    ];
    let flags = flags
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value.clone()?)));
    // Flags come last and win: a variable of the same name is replaced.
    let environment = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .chain(flags)
        .collect::<std::collections::BTreeMap<_, _>>();
    let config = config::load(&arguments.config, environment)?;
    match arguments.command {
        Some(Command::Ledger(Ledger::Verify)) => return verify(&config).await,
        Some(Command::Ledger(Ledger::Show { user })) => return show(&config, &user).await,
        Some(Command::Plan) => {
            let mut out = std::io::stdout();
            return Ok(write!(out, "{}\n{}", forecast(&config), draft(&config))?);
        }
        None => {}
    }
    if arguments.check {
        catalogue::sources(&config)?;
        return Ok(());
    }
    let (listen, metrics) = (config.server.listen, config.server.metrics);
    let app = start::start(config).await?;
    let listener = TcpListener::bind(listen).await?;
    // Before it says that it is ready: a signal that came earlier would kill it where it stands.
    let stopped = stopped(arguments.exit_on_stdin_close)?;
    writeln!(
        std::io::stdout(),
        "listening http://{}",
        listener.local_addr()?
    )?;
    std::io::stdout().flush()?;

    let sweeper = tokio::spawn(sweep::run(app.clone()));
    let refresher = tokio::spawn(refresh::run(app.clone()));
    let webhooks = tokio::spawn(webhooks::run(app.clone()));
    if let Some(address) = metrics {
        let listener = TcpListener::bind(address).await?;
        tokio::spawn(serve(
            listener,
            metrics_router(&app),
            std::future::pending(),
        ));
    }
    serve(listener, router(&app), stopped).await?;
    sweeper.abort();
    refresher.abort();
    webhooks.abort();
    end(&app).await;
    Ok(())
}

async fn verify(config: &config::Config) -> Result<(), Box<dyn std::error::Error>> {
    let store = Store::open_existing(&config.storage.database).await?;
    let chain = store.verify_ledger().await.map_err(unread)?;
    store.close().await;
    if let Chain::Broken { .. } = chain {
        return Err(chain.to_string().into());
    }
    writeln!(std::io::stdout(), "{chain}")?;
    Ok(())
}

async fn show(config: &config::Config, user: &str) -> Result<(), Box<dyn std::error::Error>> {
    let store = Store::open_existing(&config.storage.database).await?;
    let keys = start::keys(config)?;
    let entries = ledger::told(&store, &keys, user).await.map_err(unread)?;
    store.close().await;
    writeln!(
        std::io::stdout(),
        "{}",
        serde_json::to_string_pretty(&entries)?
    )?;
    Ok(())
}

/// A fault may hold what must not be printed: only that there was one is said.
fn unread(_: backend::problem::Fault) -> &'static str {
    "the ledger cannot be read: the database or the key is another one"
}

async fn serve(
    listener: TcpListener,
    router: Router,
    until: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service)
        .with_graceful_shutdown(until)
        .await
}

async fn end(app: &App) {
    app.store().close().await;
}

/// Catches Ctrl-C and termination signals from now on; what comes back ends with the first of them, or with the end
/// of standard input.
fn stopped(stdin: bool) -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    let mut signals = Signals::caught()?;
    Ok(async move {
        tokio::select! {
            () = signals.next() => {}
            () = stdin_closed(), if stdin => {}
        }
    })
}

/// The signals that end the program.
struct Signals {
    interrupt: Signal,
    terminate: Signal,
}

impl Signals {
    fn caught() -> std::io::Result<Self> {
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

async fn stdin_closed() {
    let mut stdin = tokio::io::stdin();
    let mut sink = [0; 256];
    // Whatever is typed is ignored; the end, or an error, is the end.
    while matches!(stdin.read(&mut sink).await, Ok(read) if read > 0) {}
}
