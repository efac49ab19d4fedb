//! A private `PostgreSQL` for the tests of one program: on a socket of its own, in a folder of its own.
//!
//! A shell is its keeper. The shell waits for the end of its standard input, which this program holds: however this
//! program ends, killed or not, the server is stopped and the folder removed.

use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::{AnyConnection, Connection, Executor};

/// What to do on a machine without it.
const MISSING: &str = "PostgreSQL is not installed here: run `cargo xtask setup`, or install the server package of this system (Debian: `apt-get install postgresql`)";

/// By number: the group has several names.
const NOBODY: &str = "65534:65534";

/// `$1` the folder, `$2` the server's programs, then the words that make another user of whom this is run by.
/// Nothing here has to survive a power cut, so nothing waits for the disk.
const KEEPER: &str = r#"
home=$1 bin=$2; shift 2
give_up() { cat "$home"/*.log; rm -rf "$home"; exit 1; }
"$@" "$bin/initdb" -D "$home/data" -U guichet -A trust -E UTF8 --locale=C --no-sync >"$home/initdb.log" 2>&1 || give_up
"$@" "$bin/postgres" -D "$home/data" -k "$home" -c listen_addresses= -c max_connections=300 \
    -c fsync=off -c synchronous_commit=off -c full_page_writes=off >"$home/server.log" 2>&1 </dev/null &
server=$!
until "$bin/pg_isready" -q -h "$home"; do kill -0 $server || give_up; sleep 0.05; done
echo ready
while read -r _; do :; done
kill -QUIT $server; wait $server; rm -rf "$home"
"#;

/// A server that runs as long as this program.
struct Server {
    socket: PathBuf,
    /// Holds the shell's standard input open.
    _keeper: Child,
}

static SERVER: OnceLock<Result<Server, String>> = OnceLock::new();
static NEXT: AtomicU32 = AtomicU32::new(0);

/// The URL of a fresh, empty database.
pub async fn database() -> String {
    let server = match SERVER.get_or_init(start) {
        Ok(server) => server,
        Err(why) => panic!("{why}"),
    };
    let url = |name: &str| {
        format!(
            "postgres://guichet@localhost/{name}?host={}",
            server.socket.display()
        )
    };
    sqlx::any::install_default_drivers();
    let name = format!("test_{}", NEXT.fetch_add(1, Ordering::Relaxed));
    let mut connection = AnyConnection::connect(&url("postgres")).await.unwrap();
    connection
        .execute(format!("CREATE DATABASE {name}").as_str())
        .await
        .unwrap();
    connection.close().await.unwrap();
    url(&name)
}

fn start() -> Result<Server, String> {
    let bin = programs().ok_or(MISSING)?;
    let home = tempfile::Builder::new()
        .prefix("guichet-pg-")
        .tempdir()
        .map_err(|error| error.to_string())?
        .keep();
    let mut keeper = Command::new("sh");
    keeper
        .args(["-c", KEEPER, "keeper"])
        .arg(&home)
        .arg(bin)
        .args(other_user(&home)?)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        // Away from the terminal's Ctrl-C: the end of standard input is the only sign.
        .process_group(0);
    let mut keeper = keeper.spawn().map_err(|error| error.to_string())?;
    let mut said = String::new();
    let mut lines = BufReader::new(keeper.stdout.take().ok_or("no output")?).lines();
    loop {
        match lines.next() {
            Some(Ok(line)) if line == "ready" => {
                return Ok(Server {
                    socket: home,
                    _keeper: keeper,
                });
            }
            Some(Ok(line)) => said = said + &line + "\n",
            Some(Err(_)) | None => return Err(format!("PostgreSQL does not start:\n{said}")),
        }
    }
}

/// Debian keeps the server's programs off the path, a folder for each version; others have them on it.
fn programs() -> Option<PathBuf> {
    let mut debian: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path().join("bin"))
        .collect();
    debian.sort();
    debian.reverse();
    debian.extend(std::env::split_paths(&std::env::var_os("PATH")?));
    debian
        .into_iter()
        .find(|folder| folder.join("initdb").exists() && folder.join("postgres").exists())
}

/// `initdb` refuses to be run by root: then nobody runs it, and the folder is nobody's.
fn other_user(home: &Path) -> Result<Vec<&'static str>, String> {
    let id = Command::new("id").arg("-u").output();
    let root = id.is_ok_and(|id| id.stdout.starts_with(b"0\n"));
    if !root {
        return Ok(Vec::new());
    }
    let given = Command::new("chown").arg(NOBODY).arg(home).status();
    if !given.is_ok_and(|status| status.success()) {
        return Err("the folder of PostgreSQL could not be given to nobody".to_owned());
    }
    Ok(vec![
        "setpriv",
        "--reuid=65534",
        "--regid=65534",
        "--clear-groups",
        "--",
    ])
}
