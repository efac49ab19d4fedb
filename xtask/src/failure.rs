//! What went wrong, in one sentence: the person at the terminal is the only reader.

use std::fmt;
use std::path::Path;

/// Why a command ends without having done what it was asked.
#[derive(Debug, PartialEq, Eq)]
pub enum Failure {
    /// One sentence that says what went wrong and, where there is one, the way out.
    Sentence(String),
    /// The terminal has it already: a table, for instance, whose last line is to stay the last.
    Told,
}

/// The result of anything that can end a command.
pub type Result<T> = std::result::Result<T, Failure>;

impl Failure {
    /// A failure told by `sentence`.
    pub fn new(sentence: impl Into<String>) -> Self {
        Self::Sentence(sentence.into())
    }

    /// Turns the error of a file operation into a sentence: `.map_err(Failure::file("read", path))`.
    pub fn file<'a>(verb: &'a str, path: &'a Path) -> impl FnOnce(std::io::Error) -> Self + 'a {
        move |error| Self::Sentence(format!("cannot {verb} {}: {error}", path.display()))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sentence(sentence) => formatter.write_str(sentence),
            Self::Told => formatter.write_str("see above"),
        }
    }
}
