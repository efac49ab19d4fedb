//! The bank's answer in the query of a callback, read strictly.

use std::borrow::Cow;

use url::form_urlencoded;

/// No parameter is longer, and no honest bank comes near.
const LONGEST_VALUE: usize = 4096;

/// The longest query that is looked at.
const LONGEST_QUERY: usize = 16 * 1024;

/// An authorization response.
#[derive(Clone, PartialEq, Eq)]
pub struct Answer {
    /// Given back by the bank.
    pub state: String,
    /// The issuer, where the bank says it.
    pub iss: Option<String>,
    /// What it says.
    pub verdict: Verdict,
}

/// What an authorization response says.
#[derive(Clone, PartialEq, Eq)]
pub enum Verdict {
    /// A code.
    Code(String),
    /// An error's code. Its description is not even kept.
    Error(String),
}

/// Why an answer is not looked at any further.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Malformed {
    /// Something is too long.
    TooLong,
    /// It is not UTF-8 under the percent signs.
    NotText,
    /// A parameter comes twice, or as a list.
    Repeated,
    /// Both a code and an error, or neither.
    Verdict,
    /// No state.
    NoState,
}

impl std::fmt::Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Answer(…)")
    }
}

impl Answer {
    /// Reads a query.
    ///
    /// # Errors
    /// [`Malformed`]: nothing is called and nothing consumed.
    pub fn parse(query: &str) -> Result<Self, Malformed> {
        if query.len() > LONGEST_QUERY {
            return Err(Malformed::TooLong);
        }
        if !is_utf8(query) {
            return Err(Malformed::NotText);
        }
        let (mut state, mut iss, mut code, mut error) = (None, None, None, None);
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let base = name.split(['[', '.']).next().unwrap_or_default();
            let slot = match base {
                "state" => &mut state,
                "iss" => &mut iss,
                "code" => &mut code,
                "error" => &mut error,
                _ => continue,
            };
            if name.len() != base.len() || slot.is_some() {
                return Err(Malformed::Repeated);
            }
            if value.len() > LONGEST_VALUE {
                return Err(Malformed::TooLong);
            }
            *slot = Some(value);
        }
        let verdict = match (code, error) {
            (Some(code), None) if !code.is_empty() => Verdict::Code(code.into_owned()),
            (None, Some(error)) => Verdict::Error(error.into_owned()),
            _ => return Err(Malformed::Verdict),
        };
        let state = state
            .filter(|state| !state.is_empty())
            .ok_or(Malformed::NoState)?
            .into_owned();
        Ok(Self {
            state,
            iss: iss.map(Cow::into_owned),
            verdict,
        })
    }
}

/// Whether what stands under the percent signs is UTF-8: the form parser would put replacement characters there.
fn is_utf8(query: &str) -> bool {
    let mut bytes = Vec::with_capacity(query.len());
    let mut rest = query.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digit = |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16));
        match (digit(rest.next()), digit(rest.next())) {
            (Some(high), Some(low)) => {
                bytes.push(u8::try_from(high * 16 + low).unwrap_or_default());
            }
            _ => return false,
        }
    }
    String::from_utf8(bytes).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_honest_answer_is_read() {
        let answer =
            Answer::parse("code=a%2Bb&state=s&iss=http%3A%2F%2F%5B%3A%3A1%5D%3A8083%2Flcl")
                .unwrap();
        assert!(answer.verdict == Verdict::Code("a+b".into()));
        assert_eq!(answer.state, "s");
        assert_eq!(answer.iss.as_deref(), Some("http://[::1]:8083/lcl"));
        let answer =
            Answer::parse("error=access_denied&error_description=%3Cscript%3E&state=s").unwrap();
        assert!(answer.verdict == Verdict::Error("access_denied".into()));
    }

    #[test]
    fn r_026_an_answer_prints_nothing_of_itself() {
        let answer = Answer::parse("code=canary&state=canary").unwrap();
        assert_eq!(format!("{answer:?}"), "Answer(…)");
    }

    #[test]
    fn r_022_what_is_just_not_too_long_is_read() {
        let value = "x".repeat(LONGEST_VALUE);
        assert!(Answer::parse(&format!("code={value}&state=s")).is_ok());
        let query = format!("code=a&state=s&p={}", "x".repeat(LONGEST_QUERY - 17));
        assert_eq!(query.len(), LONGEST_QUERY);
        assert!(Answer::parse(&query).is_ok());
    }

    #[test]
    fn r_022_anything_ambiguous_is_refused() {
        let long = "x".repeat(LONGEST_VALUE + 1);
        let cases = [
            ("code=a&code=b&state=s", Malformed::Repeated),
            ("code=a&state=s&state=s", Malformed::Repeated),
            ("code=a&state=s&iss=i&iss=i", Malformed::Repeated),
            ("code[]=a&state=s", Malformed::Repeated),
            ("code=a&state[0]=s", Malformed::Repeated),
            ("code=a&error=e&state=s", Malformed::Verdict),
            ("state=s", Malformed::Verdict),
            ("code=&state=s", Malformed::Verdict),
            ("code=a", Malformed::NoState),
            ("code=a&state=", Malformed::NoState),
            ("code=%FF&state=s", Malformed::NotText),
            ("code=%zz&state=s", Malformed::NotText),
            ("code=%2&state=s", Malformed::NotText),
        ];
        for (query, why) in cases {
            assert_eq!(Answer::parse(query).unwrap_err(), why, "{query}");
        }
        assert_eq!(
            Answer::parse(&format!("code={long}&state=s")).unwrap_err(),
            Malformed::TooLong
        );
        assert_eq!(
            Answer::parse(&"x".repeat(LONGEST_QUERY + 1)).unwrap_err(),
            Malformed::TooLong
        );
    }
}
