//! JSON by the browser's own parser: a second one in the module would cost a seventh of its size.

mod reader;

use js_sys::JSON;
use serde::{Serialize, de::DeserializeOwned};
use serde_wasm_bindgen::Serializer;

/// Reads JSON; nothing when it is none, or not of this shape.
pub fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    T::deserialize(reader::Value(JSON::parse(text).ok()?)).ok()
}

/// Writes JSON; nothing when there is no value.
pub fn write(value: &impl Serialize) -> Option<String> {
    let value = value.serialize(&Serializer::json_compatible()).ok()?;
    JSON::stringify(&value).ok()?.as_string()
}

/// In a browser's engine: `cargo test --target wasm32-unknown-unknown`.
#[cfg(all(test, target_arch = "wasm32"))]
mod tests {
    use contract::{Code, DataPage, Month, Opened, Outcome, Problem, Stage};
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::read;

    const VIEW: &str = r#""journey":"j","version":9007199254740992,"partner":{"name":"P"},"space":"business","steps":["bank","handoff"]"#;

    fn stage(json: &str) -> Option<Stage> {
        read::<Opened>(&format!(
            r#"{{"view":{{{VIEW},"stage":{json}}},"new":{{"later":1}}}}"#
        ))
        .map(|opened| opened.view.stage)
    }

    #[wasm_bindgen_test]
    fn every_shape_of_a_stage_is_read() {
        assert_eq!(stage(r#""bank""#), Some(Stage::Bank));
        assert_eq!(
            stage(r#"{"region":"credit-agricole"}"#),
            Some(Stage::Region("credit-agricole".into()))
        );
        assert_eq!(
            stage(r#"{"reading":{"done":1,"total":2}}"#),
            Some(Stage::Reading { done: 1, total: 2 })
        );
        let at = r#"{"choice":{"institution":"i","space":"personal"},"bank":"B"}"#;
        let Some(Stage::Outcome(outcome, at)) =
            stage(&format!(r#"{{"outcome":["no_accounts",{at}]}}"#))
        else {
            panic!()
        };
        assert_eq!(
            (outcome, at.choice.region, &*at.bank),
            (Outcome::NoAccounts, None, "B")
        );
    }

    #[wasm_bindgen_test]
    fn what_may_be_missing_may_be_missing_and_null_is_missing() {
        for json in [r#"{"json":"{}"}"#, r#"{"json":"{}","next":null}"#] {
            assert_eq!(
                read(json),
                Some(DataPage {
                    json: "{}".into(),
                    next: None
                })
            );
        }
        let opened: Opened = read(&format!(r#"{{"view":{{{VIEW},"stage":"bank"}}}}"#)).unwrap();
        assert_eq!((opened.access, opened.view.version), (None, 1 << 53));
    }

    #[wasm_bindgen_test]
    fn another_shape_is_nothing() {
        let month = |income: &str| {
            read::<Month>(&format!(
                r#"{{"month":"2026-10","income":{income},"outgoings":-5,"currency":"EUR","complete":true}}"#
            ))
        };
        assert_eq!(
            month("-120").map(|m| (m.income, m.outgoings)),
            Some((-120, -5))
        );
        for wrong in ["1.5", "\"1\"", "null", "9007199254740994"] {
            assert_eq!(month(wrong), None, "{wrong}");
        }
        for wrong in [
            r#""moon""#,
            r#"{"moon":1}"#,
            r#"{"region":1}"#,
            r#"{"reading":{"done":1}}"#,
            "null",
            "[]",
        ] {
            assert_eq!(stage(wrong), None, "{wrong}");
        }
        for wrong in ["", "{", "null", "[]", "1", "\"\"", "{}"] {
            assert_eq!(read::<DataPage>(wrong), None, "{wrong}");
        }
    }

    #[wasm_bindgen_test]
    fn a_code_newer_than_this_reader_is_unknown() {
        let code = |code: &str| {
            let json =
                format!(r#"{{"type":"about:blank","title":"t","status":409,"code":"{code}"}}"#);
            read::<Problem>(&json).map(|problem| problem.code)
        };
        assert_eq!(code("stage_mismatch"), Some(Code::StageMismatch));
        assert_eq!(code("invented_tomorrow"), Some(Code::Unknown));
    }
}
