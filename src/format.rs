//! Dates and amounts as people read them, by the browser's own `Intl`: no tables in the module.

use contract::Locale;
use js_sys::{Array, Date, Function, Intl, Object, Reflect, parse_float};
use wasm_bindgen::{JsCast, JsValue};

fn locales(locale: Locale) -> Array {
    Array::of1(&JsValue::from_str(match locale {
        Locale::Fr => "fr-FR",
        Locale::En => "en-GB",
    }))
}

fn options(pairs: &[(&str, &str)]) -> Object {
    let object = Object::new();
    for (key, value) in pairs {
        // Setting a property of a fresh object does not fail.
        let _ = Reflect::set(&object, &JsValue::from_str(key), &JsValue::from_str(value));
    }
    object
}

/// An amount in cents, with its currency: `1 234,50 €`.
pub fn money(locale: Locale, cents: i64, currency: &str) -> String {
    // Exact up to 90 trillion euros.
    #[expect(
        clippy::cast_precision_loss,
        reason = "cents of an account fit 53 bits"
    )]
    let cents = cents as f64;
    self::currency(locale, cents, currency, &[])
}

fn currency(locale: Locale, cents: f64, currency: &str, more: &[(&str, &str)]) -> String {
    let style = [&[("style", "currency"), ("currency", currency)], more].concat();
    number(locale, cents, &style)
}

/// A hundredth of a number, written out.
fn number(locale: Locale, hundredths: f64, style: &[(&str, &str)]) -> String {
    let format = Intl::NumberFormat::new(&locales(locale), &options(style));
    call(&format.format(), &JsValue::from_f64(hundredths / 100.0))
}

/// A text of the backend with its numbers written out ([`contract::Line`] says how they stand in it).
pub fn figured(locale: Locale, text: &str) -> String {
    let mut written = String::new();
    for (place, piece) in text.split(['{', '}']).enumerate() {
        // What stands in braces is every second piece.
        let braced = (place % 2 == 1).then(|| piece.split_once(' ')).flatten();
        let Some((value, unit)) = braced else {
            written.push_str(piece);
            continue;
        };
        let about = value.strip_prefix('~');
        let value = parse_float(about.unwrap_or(value));
        written.push_str(&match unit {
            "%" => number(locale, value / 100.0, &[("style", "percent")]),
            "day" => date(locale, value, &[("dateStyle", "medium")]),
            _ if about.is_some() => {
                currency(locale, value, unit, &[("maximumFractionDigits", "0")])
            }
            _ => currency(locale, value, unit, &[]),
        });
    }
    written
}

/// The share that a value is, in basis points, if it is one.
pub fn share(value: &str) -> Option<&str> {
    value.strip_prefix('{')?.strip_suffix(" %}")
}

/// A day, from seconds since 1970: `22 novembre 2026`.
pub fn day(locale: Locale, seconds: i64) -> String {
    #[expect(
        clippy::cast_precision_loss,
        reason = "seconds of a real date fit 53 bits"
    )]
    let seconds = seconds as f64;
    date(locale, seconds, &[("dateStyle", "long")])
}

/// A month, from `2026-10`: `octobre 2026`.
pub fn month(locale: Locale, month: &str) -> String {
    let milliseconds = Date::parse(&format!("{month}-15T12:00:00Z"));
    if milliseconds.is_nan() {
        return month.to_owned();
    }
    date(
        locale,
        milliseconds / 1_000.0,
        &[("month", "long"), ("year", "numeric")],
    )
}

/// A country's name in the language, from its ISO 3166 code.
pub fn country(locale: Locale, code: &str) -> String {
    // js-sys has no binding for `Intl.DisplayNames`.
    let name = || -> Result<String, JsValue> {
        let intl = Reflect::get(&js_sys::global(), &"Intl".into())?;
        let class: Function = Reflect::get(&intl, &"DisplayNames".into())?.dyn_into()?;
        let names = Reflect::construct(
            &class,
            &Array::of2(&locales(locale), &options(&[("type", "region")])),
        )?;
        let of: Function = Reflect::get(&names, &"of".into())?.dyn_into()?;
        of.call1(&names, &code.into())?
            .as_string()
            .ok_or(JsValue::NULL)
    };
    name().unwrap_or_else(|_| code.to_owned())
}

fn date(locale: Locale, seconds: f64, style: &[(&str, &str)]) -> String {
    let date = Date::new(&JsValue::from_f64(seconds * 1_000.0));
    let format = Intl::DateTimeFormat::new(&locales(locale), &options(style));
    call(&format.format(), &date)
}

fn call(format: &Function, value: &JsValue) -> String {
    format
        .call1(&JsValue::NULL, value)
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}

#[cfg(all(test, target_arch = "wasm32"))]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    /// With the spaces that `Intl` puts told apart from those that can be typed.
    fn seen(locale: Locale, text: &str) -> String {
        figured(locale, text).replace(['\u{a0}', '\u{202f}'], "_")
    }

    #[wasm_bindgen_test]
    fn numbers_in_braces_are_written_as_the_language_does() {
        let text = "reste {~137049 EUR}, {-137050 EUR}, {3549 %}, {1763769600 day}.";
        assert_eq!(
            seen(Locale::Fr, text),
            "reste 1_370_€, -1_370,50_€, 35_%, 22 nov. 2025."
        );
        assert_eq!(
            seen(Locale::En, text),
            "reste €1,370, -€1,370.50, 35%, 22 Nov 2025."
        );
        assert_eq!(figured(Locale::En, "no {number} here"), "no number here");
        assert_eq!(share("{3549 %}"), Some("3549"));
        assert_eq!(share("{3549 EUR}"), None);
    }
}
