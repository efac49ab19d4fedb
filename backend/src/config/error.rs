//! Why the configuration is refused, in words an operator can act on.

use std::fmt;
use std::path::PathBuf;

/// A wrong configuration: where, what, and what to write instead.
#[derive(Debug)]
pub struct ConfigError {
    /// The file.
    pub file: PathBuf,
    /// The line in it; none when the value came from the environment or the file could not be read.
    pub line: Option<usize>,
    /// What is wrong.
    pub what: String,
    /// What to write.
    pub write: String,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file.display())?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}", self.what)?;
        if self.write.is_empty() {
            Ok(())
        } else {
            write!(f, "\n  write: {}", self.write)
        }
    }
}

impl std::error::Error for ConfigError {}
