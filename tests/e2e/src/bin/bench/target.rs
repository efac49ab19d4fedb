//! What to look for in a page: where each program has its search box and its list.

use serde_json::{Value, json};

use crate::figures::Program;

/// A program's page.
#[derive(Clone, Debug)]
pub struct Target {
    /// Whose it is.
    pub program: Program,
    /// Where it is.
    pub address: String,
}

impl Target {
    /// The page of `program` at `address`.
    pub const fn new(program: Program, address: String) -> Self {
        Self { program, address }
    }

    /// For the script in the page. `host`: the element whose shadow root holds the rest; `box`: the search box; `row`: a
    /// bank that is listed; `list`: where changes are results; `attributes`: whether rows are hidden instead of removed.
    pub fn to_json(&self) -> Value {
        match self.program {
            Program::Guichet => json!({
                "host": "guichet-connect",
                "box": "input[role='combobox']",
                "row": "[role='option']",
                "list": "[role='listbox']",
                "attributes": false,
            }),
            Program::Mx => json!({
                "box": "#mx-connect-search",
                "row": "[data-test$='-tile']",
                "list": "#connect-wrapper",
                "attributes": false,
            }),
            Program::Nordigen => json!({
                "box": ".institution-search-input",
                "row": ".ob-institution",
                "list": "#institution-content-wrapper",
                "attributes": true,
            }),
            Program::Empty => json!({ "box": "input", "list": "body", "attributes": false }),
        }
    }
}
