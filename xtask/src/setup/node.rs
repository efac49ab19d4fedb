//! Packages of npm: each in a folder of its own under the target directory, since npm takes away what it finds in a
//! folder and was not asked for.

use std::fs;
use std::path::{Path, PathBuf};

use crate::workspace::Workspace;

/// A package that a command needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodePackage {
    /// Finds what keeps people with disabilities out, in the tests.
    AxeCore,
    /// Makes the wasm smaller.
    Binaryen,
    /// Somebody else's authorization server, which judges our OAuth client in the tests.
    OidcProvider,
    /// Makes the script smaller.
    Terser,
}

impl NodePackage {
    /// Its name in the registry.
    pub fn name(self) -> &'static str {
        match self {
            Self::AxeCore => "axe-core",
            Self::Binaryen => "binaryen",
            Self::OidcProvider => "oidc-provider",
            Self::Terser => "terser",
        }
    }

    /// The exact version.
    pub fn version(self) -> &'static str {
        match self {
            Self::AxeCore => "4.14.1",
            Self::Binaryen => "132.0.0",
            // The newest that runs on Debian's Node.
            Self::OidcProvider => "8.8.1",
            Self::Terser => "5.51.4",
        }
    }

    /// One of its files.
    pub fn file(self, workspace: &Workspace, name: &str) -> PathBuf {
        folder(workspace.target(), self.name())
            .join("node_modules")
            .join(self.name())
            .join(name)
    }

    /// Whether it is there, in the version wanted.
    pub(super) fn is_here(self, workspace: &Workspace) -> bool {
        fs::read_to_string(self.file(workspace, "package.json"))
            .is_ok_and(|text| text.contains(&format!("\"version\": \"{}\"", self.version())))
    }
}

/// Where npm puts a package and what it depends on.
pub fn folder(target: &Path, package: &str) -> PathBuf {
    target.join("tools").join(package)
}
