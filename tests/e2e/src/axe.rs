//! axe-core on the element.

use std::env;

use serde_json::Value;

use crate::{Done, Failure, Person};

/// WCAG 2.2 A and AA, and what axe's makers call good practice.
const TAGS: &str = "['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22a','wcag22aa','best-practice']";

/// The axe-core script.
pub struct Axe(String);

impl Axe {
    /// Reads the script that `GUICHET_AXE` names.
    pub fn load() -> Done<Self> {
        let path = env::var("GUICHET_AXE").map_err(|_| {
            Failure::new("set GUICHET_AXE to axe.min.js of axe-core (npm install axe-core)")
        })?;
        let script = std::fs::read_to_string(&path)
            .map_err(|error| Failure::new(format!("GUICHET_AXE cannot be read: {error}")))?;
        Ok(Self(script))
    }

    /// Every violation in the widget, or in a page of the backend without one, as the person sees it now: one line each with rule and target.
    pub async fn violations(&self, person: &Person) -> Done<Vec<String>> {
        // The page's policy does not allow inline scripts; what WebDriver runs is not the page's.
        if person.look("return typeof window.axe").await? != "object" {
            person
                .browser
                .driver
                .execute(self.0.as_str(), Vec::new())
                .await?;
        }
        let script = format!(
            "const done = arguments[0]; axe.run(document.querySelector('guichet-connect') ?? document, \
             {{runOnly: {{type: 'tag', values: {TAGS}}}, resultTypes: ['violations']}}) \
             .then(r => done(r.violations.flatMap(v => v.nodes.map(n => v.id + ' ' + n.target.flat(3).join(' > ') + ' — ' \
             + (n.any.concat(n.all, n.none)[0]?.message ?? v.help))))) \
             .catch(e => done(['axe failed: ' + e]))"
        );
        let found = person
            .browser
            .driver
            .execute_async(script, Vec::new())
            .await?;
        let lines = found.json().as_array().cloned().unwrap_or_default();
        Ok(lines
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect())
    }
}
