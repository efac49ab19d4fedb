//! Why a test ends: one sentence.

use std::fmt;

/// What a test answers.
pub type Done<T = ()> = Result<T, Failure>;

/// One sentence that says what was awaited and what was found.
pub struct Failure(String);

impl Failure {
    /// A failure that says `sentence`.
    pub fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }

    /// The same, and where it was noticed.
    #[must_use]
    pub fn at(self, whereabouts: &str) -> Self {
        Self(format!("{} [{whereabouts}]", self.0))
    }
}

// A test that returns an error prints it with `Debug`.
impl fmt::Debug for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

/// Fails with `sentence` unless `holds`.
pub fn ensure(holds: bool, sentence: impl Into<String>) -> Done {
    if holds {
        Ok(())
    } else {
        Err(Failure::new(sentence))
    }
}
