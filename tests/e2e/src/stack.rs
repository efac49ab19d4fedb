//! Backend, banks and partner: three origins that are strangers to each other, on free ports.

use std::{
    collections::hash_map::RandomState,
    env,
    hash::{BuildHasher, Hasher},
    net::TcpListener,
    path::{Path, PathBuf},
    process::Command,
    sync::{Arc, Mutex, PoisonError, Weak},
};

use tempfile::TempDir;

use crate::{Done, Failure, program::Program, settings::Settings};

/// The tests of one process share one stack; it ends with the last of them.
static SHARED: Mutex<Weak<Stack>> = Mutex::new(Weak::new());

/// How often another port is tried, when one was taken between asking for it and using it.
const ATTEMPTS: u32 = 3;

/// The three of them.
pub struct Stack {
    /// Origin of the partner's page.
    pub partner: String,
    /// Origin of the backend.
    pub backend: String,
    /// Origin of the banks.
    pub banks: String,
    /// The partner's client secret.
    pub secret: String,
    // Ended in this order, then their folder is removed.
    backend_program: Program,
    _sandbox: Program,
    home: TempDir,
}

/// What a stack has beside the example.
#[derive(Debug, Clone, Default)]
pub struct Extra {
    /// More arguments of the sandbox.
    pub sandbox: Vec<String>,
    /// More of the backend's configuration, after the example's.
    pub config: String,
}

impl Stack {
    /// The running stack, or a new one.
    pub fn start() -> Done<Arc<Self>> {
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(stack) = shared.upgrade() {
            return Ok(stack);
        }
        let stack = Self::apart(&Extra::default())?;
        *shared = Arc::downgrade(&stack);
        Ok(stack)
    }

    /// Process id of the backend.
    pub fn backend_process(&self) -> u32 {
        self.backend_program.id()
    }

    /// A stack of one's own, which ends with its last holder.
    pub fn apart(extra: &Extra) -> Done<Arc<Self>> {
        let mut tries = (0..ATTEMPTS).map(|_| Self::fresh(extra));
        let stack = tries.find(Result::is_ok);
        Ok(Arc::new(stack.unwrap_or_else(|| Self::fresh(extra))?))
    }

    /// What the backend has logged so far, a JSON object a line.
    pub fn backend_log(&self) -> Done<String> {
        Ok(std::fs::read_to_string(self.home().join("backend.log"))?)
    }

    /// Where database, key and logs are.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    fn fresh(extra: &Extra) -> Done<Self> {
        let home = tempfile::tempdir()?;
        // Backend and sandbox must know each other's address, so one of them cannot ask for a free port itself.
        let backend = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let secret = format!("e2e-{:016x}", RandomState::new().build_hasher().finish());

        let mut sandbox = Command::new(binary("sandbox")?);
        sandbox
            .args([
                "--banks",
                "[::1]:0",
                "--partner",
                "127.0.0.1:0",
                "--exit-on-stdin-close",
            ])
            .args(["--backend", &format!("http://127.0.0.1:{backend}")])
            .args(&extra.sandbox)
            .env("SANDBOX_CLIENT_SECRET", &secret)
            .current_dir(home.path());
        let sandbox = Program::start(&mut sandbox, &home.path().join("sandbox.log"))?;
        let banks = sandbox.says("banks http://[::1]:", None)?;
        let partner = sandbox.says("partner http://localhost:", None)?;

        let config = home.path().join("guichet.toml");
        let settings = Settings {
            backend,
            banks: banks.parse()?,
            partner: partner.parse()?,
            secret: &secret,
            dist: &dist(),
            home: home.path(),
        };
        std::fs::write(&config, settings.text()? + extra.config.as_str())?;
        let mut program = Command::new(binary("backend")?);
        program
            .arg("--config")
            .arg(&config)
            .arg("--exit-on-stdin-close")
            .current_dir(home.path());
        let log = home.path().join("backend.log");
        let program = Program::start(&mut program, &log)?;
        program.says("listening http://", None).map_err(|failure| {
            failure.at(std::fs::read_to_string(&log)
                .unwrap_or_default()
                .lines()
                .last()
                .unwrap_or_default())
        })?;

        Ok(Self {
            partner: format!("http://localhost:{partner}"),
            backend: format!("http://127.0.0.1:{backend}"),
            banks: format!("http://[::1]:{banks}"),
            backend_program: program,
            _sandbox: sandbox,
            secret,
            home,
        })
    }
}

/// The workspace's root.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_owned()
}

/// Where the packed widget is.
pub fn dist() -> PathBuf {
    env::var_os("GUICHET_DIST").map_or_else(|| root().join("dist"), PathBuf::from)
}

/// One of our programs: in `GUICHET_BIN`, else where cargo put it, a folder above the tests.
fn binary(name: &str) -> Done<PathBuf> {
    let folder = match env::var_os("GUICHET_BIN") {
        Some(folder) => PathBuf::from(folder),
        None => env::current_exe()?
            .ancestors()
            .nth(2)
            .map(Path::to_owned)
            .unwrap_or_default(),
    };
    let path = folder.join(name);
    if path.is_file() {
        Ok(path)
    } else {
        Err(Failure::new(format!(
            "{} is missing: cargo build -p backend -p sandbox, or set GUICHET_BIN",
            path.display()
        )))
    }
}
