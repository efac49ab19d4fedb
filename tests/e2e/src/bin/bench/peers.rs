//! The two peers, by npm, in a folder outside the tree: production builds, everything they load on our own origin.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use directory::compile::InstitutionSource;
use e2e::{Done, Failure};
use serde_json::{Value, json};

/// What is installed. esbuild makes the one bundle that MX's package needs.
const PACKAGES: [&str; 3] = [
    "@mxenabled/connect-widget@2.10.1",
    "nordigen-bank-ui@1.5.3",
    "esbuild@0.25.12",
];

/// MX's widget with an API of ours, as its README has it.
const MX_ENTRY: &str = include_str!("peers/mx.jsx");
/// The page of MX's widget; `__BASE__` is where its API is.
pub const MX_PAGE: &str = include_str!("peers/mx.html");
/// The page of Nordigen's picker, as its README has it.
pub const NORDIGEN_PAGE: &str = include_str!("peers/nordigen.html");
/// One logo for every bank, a PNG of one point, so that none costs a peer more than a look into the cache.
const LOGO: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/// The files their pages load.
pub struct Peers {
    /// Name below `/peers/` and content.
    pub files: Vec<(String, Vec<u8>)>,
}

impl Peers {
    /// Installs and builds them, or takes what an earlier run left.
    pub fn prepare() -> Done<Self> {
        let folder = folder();
        let entry = folder.join("mx.jsx");
        let modules = folder.join("node_modules");
        fs::create_dir_all(&folder)?;
        let manifest = folder.join("package.json");
        let installed = folder.join("installed");
        let wanted = PACKAGES.join("\n");
        if fs::read_to_string(&installed).unwrap_or_default() != wanted {
            eprintln!("peers: installing {} by npm", PACKAGES.join(", "));
            fs::write(&manifest, "{ \"private\": true }\n")?;
            let flags = ["install", "--no-audit", "--no-fund", "--ignore-scripts"];
            run(Command::new("npm")
                .args(flags)
                .args(PACKAGES)
                .current_dir(&folder))?;
            fs::write(&installed, &wanted)?;
        }
        fs::write(&entry, MX_ENTRY)?;
        let out = folder.join("mx.js");
        run(Command::new("node")
            .arg(modules.join("esbuild/bin/esbuild"))
            .args(["mx.jsx", "--bundle", "--minify", "--format=esm"])
            .args(["--target=es2022", "--jsx=automatic"])
            .args(["--legal-comments=none", "--log-level=error"])
            .arg("--define:process.env.NODE_ENV=\"production\"")
            .arg("--outfile=mx.js")
            .current_dir(&folder))?;
        let nordigen = modules.join("nordigen-bank-ui/package/src");
        let own = |name: &str, path: PathBuf| -> Done<(String, Vec<u8>)> {
            Ok((name.to_owned(), fs::read(path)?))
        };
        Ok(Self {
            files: vec![
                own("mx.js", out)?,
                own("mx.css", folder.join("mx.css"))?,
                own("nordigen.js", nordigen.join("selector.min.js"))?,
                own("nordigen.css", nordigen.join("selector.min.css"))?,
                // Where the style sheet looks for it.
                own(
                    "fonts/HKGrotesk-Bold.ttf",
                    nordigen.join("fonts/HKGrotesk-Bold.ttf"),
                )?,
                ("logo.png".to_owned(), logo()?),
            ],
        })
    }
}

fn logo() -> Done<Vec<u8>> {
    STANDARD
        .decode(LOGO)
        .map_err(|error| Failure::new(error.to_string()))
}

/// Where they are kept between runs.
fn folder() -> PathBuf {
    let cache = env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .or_else(|| env::var_os("HOME").map(|home| Path::new(&home).join(".cache")));
    cache
        .unwrap_or_else(env::temp_dir)
        .join("guichet-bench-peers")
}

fn run(command: &mut Command) -> Done {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| {
            Failure::new(format!(
                "--peers needs {name}, which does not start ({error}): install Node.js with npm, on Debian `apt-get install nodejs npm`"
            ))
        })?;
    if output.status.success() {
        return Ok(());
    }
    let complaint = String::from_utf8_lossy(&output.stderr);
    let last = complaint.lines().rev().take(5).collect::<Vec<_>>();
    Err(Failure::new(format!(
        "--peers: {name} failed: {}",
        last.into_iter().rev().collect::<Vec<_>>().join("\n")
    )))
}

/// An institution in the shapes of both peers' APIs.
pub fn institution(one: &InstitutionSource) -> Value {
    json!({
        "guid": format!("INS-{}", one.id),
        "id": one.id,
        "code": one.id,
        "name": one.name,
        "url": one.domain,
        "logo_url": "/peers/logo.png",
        "logo": "/peers/logo.png",
        "countries": [one.country],
    })
}
