//! How each kind of tool is installed, always by name through the machine's own package managers.

use std::path::Path;
use std::process::Command;

use crate::program::on_path;
use crate::workspace::{Workspace, cargo};

/// The package that depends on this release's version of the server.
const POSTGRES: &str = "postgresql";

/// One way to install a tool.
#[derive(Debug)]
pub enum Recipe {
    /// A compilation target, by rustup.
    RustTarget(&'static str),
    /// A component of the toolchain, by rustup.
    RustComponent(&'static str),
    /// A program that cargo builds and puts where it puts all its programs.
    Cargo {
        /// Its name in the registry.
        package: &'static str,
        /// The exact version.
        version: String,
        /// How long it takes on two cores, for the progress line.
        minutes: u32,
    },
    /// A package of the Debian family, by apt-get.
    System(&'static str),
    /// The server of `PostgreSQL`, by apt-get, without the cluster that Debian would start with it.
    Postgres,
    /// A JavaScript package, by npm, into the target directory.
    Npm {
        /// Its name in the registry.
        package: &'static str,
        /// The exact version.
        version: &'static str,
    },
}

impl Recipe {
    /// The name in progress lines and of the log file.
    pub fn name(&self) -> &'static str {
        match self {
            Self::RustTarget(name) | Self::RustComponent(name) | Self::System(name) => name,
            Self::Cargo { package, .. } | Self::Npm { package, .. } => package,
            Self::Postgres => POSTGRES,
        }
    }

    /// What is being installed and how long it takes, for the progress line.
    pub fn title(&self) -> String {
        match self {
            Self::RustTarget(name) => format!("the Rust target {name}"),
            Self::RustComponent(name) => format!("the Rust component {name}"),
            Self::Cargo {
                package,
                version,
                minutes,
            } => format!("{package} {version} (about {minutes} minutes)"),
            Self::System(name) => format!("the system package {name}"),
            Self::Postgres => format!("the system package {POSTGRES}"),
            Self::Npm { package, version } => format!("{package} {version}"),
        }
    }

    /// The commands that install it, to be run in order; or, where the package manager is missing, one sentence
    /// that says how to get the tool.
    pub fn commands(&self, workspace: &Workspace) -> Result<Vec<Command>, String> {
        match self {
            Self::RustTarget(name) => rustup(&["target", "add", name]),
            Self::RustComponent(name) => rustup(&["component", "add", name]),
            Self::Cargo {
                package, version, ..
            } => Ok(vec![cargo_install(workspace.target(), package, version)]),
            Self::System(name) => apt(name),
            Self::Postgres => postgres(),
            Self::Npm { package, version } => npm(workspace.target(), package, version),
        }
    }
}

fn rustup(arguments: &[&str]) -> Result<Vec<Command>, String> {
    if on_path("rustup").is_none() {
        return Err(format!(
            "{} is missing and there is no rustup here: add it to the Rust toolchain the way that was installed",
            arguments.last().copied().unwrap_or_default()
        ));
    }
    let mut command = Command::new("rustup");
    command.args(arguments);
    Ok(vec![command])
}

/// These programs run for seconds: a quick build is worth more than quick code (measured: trunk 5 min, not 11).
fn cargo_install(target: &Path, package: &str, version: &str) -> Command {
    let mut command = cargo();
    command
        .args(["install", package, "--version", &format!("={version}")])
        // Not the shared target directory, whose lock would hold up other builds; kept until it succeeds, so
        // that an interrupted install goes on where it stopped.
        .arg("--target-dir")
        .arg(target.join("setup").join(package))
        .env_remove("CARGO_TARGET_DIR")
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
    // wasm-bindgen-cli is published together with libraries whose newest patch a registry mirror may not have
    // yet, and its lock file asks for just those.
    if package != "wasm-bindgen-cli" {
        command.arg("--locked");
    }
    command
}

fn apt(package: &str) -> Result<Vec<Command>, String> {
    if on_path("apt-get").is_none() {
        return Err(format!(
            "{package} is missing and there is no apt-get here: install it with this system's package manager"
        ));
    }
    let root = rustix::process::geteuid().is_root();
    if !root && on_path("sudo").is_none() {
        return Err(format!(
            "{package} is missing and neither root nor sudo is at hand: have `apt-get install {package}` run as root"
        ));
    }
    let apt_get = |arguments: &[&str]| {
        let mut command = Command::new(if root { "env" } else { "sudo" });
        if !root {
            // sudo asks for its password on the terminal; where there is none it fails rather than waits.
            command.args(["--", "env"]);
        }
        command
            .args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y"])
            .args(arguments);
        command
    };
    Ok(vec![
        apt_get(&["update"]),
        apt_get(&["install", "--no-install-recommends", package]),
    ])
}

/// `createcluster.conf` is read when the server's package is set up: with it there, nothing is made and started that
/// nobody asked for. Where an administrator has one already, theirs holds.
fn postgres() -> Result<Vec<Command>, String> {
    const NO_CLUSTER: &str = "f=/etc/postgresql-common/createcluster.conf; \
        test -e $f || { mkdir -p ${f%/*} && echo 'create_main_cluster = false' >$f; }";
    let install = apt(POSTGRES)?;
    let root = rustix::process::geteuid().is_root();
    let mut first = Command::new(if root { "sh" } else { "sudo" });
    if !root {
        first.args(["--", "sh"]);
    }
    first.args(["-c", NO_CLUSTER]);
    Ok(std::iter::once(first).chain(install).collect())
}

fn npm(target: &Path, package: &str, version: &str) -> Result<Vec<Command>, String> {
    let mut commands = if on_path("npm").is_some() {
        Vec::new()
    } else {
        apt("npm")?
    };
    let mut command = Command::new("npm");
    command
        .args([
            "install",
            "--no-save",
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
            "--prefix",
        ])
        .arg(super::node::folder(target, package))
        .arg(format!("{package}@{version}"));
    commands.push(command);
    Ok(commands)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program::line;

    #[test]
    fn versions_are_exact_and_the_shared_target_directory_is_left_alone() {
        let command = cargo_install(Path::new("t"), "trunk", "0.21.14");
        assert_eq!(
            line(&command),
            "cargo install trunk --version =0.21.14 --target-dir t/setup/trunk --locked"
        );
        assert!(
            command
                .get_envs()
                .any(|(name, value)| name == "CARGO_TARGET_DIR" && value.is_none())
        );
    }
}
