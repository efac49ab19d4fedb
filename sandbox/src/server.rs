//! Opens the listeners, says so on standard output, and ends at once when asked to.

use std::{
    fmt, fs,
    io::{self, Read as _},
    net::{IpAddr, Ipv6Addr, SocketAddr},
    thread,
    time::Duration,
};

use axum::Router;
use tokio::{
    net::TcpListener,
    signal::unix::{Signal, SignalKind, signal},
    sync::{oneshot, watch},
    task::JoinSet,
    time::timeout,
};

use crate::{
    app::{self, App, lock},
    bank::Banks,
    options::Options,
    origin::Origin,
    partner::{self, Partner},
    stet::signature::ClientKey,
};

/// How long open calls may take to end; the slow person's are cut off.
const FAREWELL: Duration = Duration::from_millis(500);

/// How often a free port is looked for that is free on both loopback addresses.
const TRIES: u8 = 20;

/// Why the sandbox does not run.
#[derive(Debug)]
pub enum Error {
    /// An address cannot be listened on.
    Listen(SocketAddr, io::Error),
    /// The key file cannot be used.
    Key(String),
    /// Something else of the operating system, or the data.
    Other(String),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Listen(address, error) => write!(f, "cannot listen on {address}: {error}"),
            Self::Key(why) => write!(f, "--signing-key: {why}"),
            Self::Other(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for Error {}

/// Runs until Ctrl-C, SIGTERM, or, with `--exit-on-stdin-close`, the end of standard input.
///
/// # Errors
/// When an address is taken or the key file cannot be read.
pub async fn run(options: Options) -> Result<(), Error> {
    let banks = listen(options.banks).await?;
    let partner = listen_twice(options.partner).await?;
    let banks_address = local(&banks)?;
    let port = local(&partner[0])?.port();

    let base = origin(&format!("http://{banks_address}"))?;
    let partner_origin = match options.partner_origin {
        Some(origin) => origin,
        None => origin(&format!("http://localhost:{port}"))?,
    };
    let signer = options
        .signing_key
        .map(|path| read_key(&path))
        .transpose()?;
    let mut all = Banks::load().map_err(|error| Error::Other(format!("institutions: {error}")))?;
    for liar in options.lies {
        all.corrupt(liar)
            .map_err(|why| Error::Other(format!("--lie: {why}")))?;
    }
    let app = App::new(
        all,
        base.clone(),
        options.backend.clone(),
        options.seed,
        signer,
    );
    lock(&app.grants).mark(options.mark);
    let demo = Partner::new(
        options.backend,
        partner_origin,
        options.client_id,
        options.client_secret,
    )
    .map_err(|error| Error::Other(error.to_string()))?;

    let (end, ended) = watch::channel(());
    let mut servers = JoinSet::new();
    let page = partner::router(demo);
    for listener in partner {
        servers.spawn(serve(listener, page.clone(), ended.clone()));
    }
    servers.spawn(serve(banks, app::router(app), ended));
    let ends = Ends::listen(options.exit_on_stdin_close)
        .map_err(|error| Error::Other(error.to_string()))?;
    println!("banks {base}");
    println!("partner http://localhost:{port}");

    ends.wait().await;
    drop(end);
    // What is still open after that is cut off when the set is dropped.
    let _ = timeout(FAREWELL, servers.join_all()).await;
    Ok(())
}

async fn serve(
    listener: TcpListener,
    router: Router,
    mut ended: watch::Receiver<()>,
) -> io::Result<()> {
    let end = async move {
        // Fails when the sender is gone, which is the signal.
        let _ = ended.changed().await;
    };
    axum::serve(listener, router)
        .with_graceful_shutdown(end)
        .await
}

/// What can end the sandbox. Made before the ready lines are printed: who reads them may send a signal
/// at once, and without a handler that would be a crash.
struct Ends {
    interrupt: Signal,
    terminate: Signal,
    stdin: Option<oneshot::Receiver<()>>,
}

impl Ends {
    fn listen(also_on_stdin: bool) -> io::Result<Self> {
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            stdin: also_on_stdin.then(stdin_closed),
        })
    }

    async fn wait(mut self) {
        let closed = async {
            match self.stdin {
                // An error means that the thread is gone, which is the end as well.
                Some(closed) => _ = closed.await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
            () = closed => {}
        }
    }
}

/// Reads on a thread of its own: tokio's standard input would keep the runtime from ending. What is
/// typed is thrown away.
fn stdin_closed() -> oneshot::Receiver<()> {
    let (closed, wait) = oneshot::channel();
    thread::spawn(move || {
        let mut buffer = [0; 64];
        while io::stdin().read(&mut buffer).is_ok_and(|read| read > 0) {}
        closed.send(())
    });
    wait
}

async fn listen(address: SocketAddr) -> Result<TcpListener, Error> {
    TcpListener::bind(address)
        .await
        .map_err(|error| Error::Listen(address, error))
}

/// Browsers take `localhost` for either loopback address, so the partner listens on both; on machines
/// without IPv6 on the one.
async fn listen_twice(address: SocketAddr) -> Result<Vec<TcpListener>, Error> {
    let mut tries = if address.port() == 0 { TRIES } else { 1 };
    loop {
        tries -= 1;
        let first = listen(address).await?;
        let other = SocketAddr::new(IpAddr::V6(Ipv6Addr::LOCALHOST), local(&first)?.port());
        if !address.is_ipv4() || !address.ip().is_loopback() {
            return Ok(vec![first]);
        }
        match TcpListener::bind(other).await {
            Ok(second) => return Ok(vec![first, second]),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse && tries > 0 => {}
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
                return Err(Error::Listen(other, error));
            }
            Err(_) => return Ok(vec![first]),
        }
    }
}

fn local(listener: &TcpListener) -> Result<SocketAddr, Error> {
    listener
        .local_addr()
        .map_err(|error| Error::Other(error.to_string()))
}

fn origin(text: &str) -> Result<Origin, Error> {
    text.parse().map_err(Error::Other)
}

fn read_key(path: &std::path::Path) -> Result<ClientKey, Error> {
    let pem = fs::read(path).map_err(|error| Error::Key(error.to_string()))?;
    ClientKey::from_pem(&pem).map_err(Error::Key)
}
