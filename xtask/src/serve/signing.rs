//! The key with which requests to one of the sandbox's banks are signed, as STET asks.

use std::path::PathBuf;
use std::process::Command;

use crate::failure::{Failure, Result};
use crate::program;
use crate::workspace::Workspace;

/// Both halves, in `var/`: made once, so that a restart finds banks and backend agreed.
pub struct Signing {
    /// For the backend; nobody else may read it.
    pub private: PathBuf,
    /// For the banks.
    pub public: PathBuf,
}

impl Signing {
    /// The key of this tree, made now if there is none.
    pub fn of(workspace: &Workspace) -> Result<Self> {
        let folder = workspace.root().join("var");
        std::fs::create_dir_all(&folder).map_err(Failure::file("make", &folder))?;
        let key = Self {
            private: folder.join("signing.pem"),
            public: folder.join("signing.pub"),
        };
        if !key.private.is_file() {
            // openssl gives the file mode 0600.
            let make = "genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out";
            let mut make = openssl(make);
            program::show(make.arg(&key.private))?;
        }
        let mut publish = openssl("pkey -pubout -in");
        program::show(publish.arg(&key.private).arg("-out").arg(&key.public))?;
        Ok(key)
    }
}

fn openssl(arguments: &str) -> Command {
    let mut command = Command::new("openssl");
    command.args(arguments.split(' '));
    command
}
