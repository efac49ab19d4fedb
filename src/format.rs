//! Dates and amounts as people read them, by the browser's own `Intl`: no tables in the module.

use contract::Locale;
use js_sys::{Array, Date, Function, Intl, Object, Reflect};
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
    number(
        locale,
        cents,
        &[("style", "currency"), ("currency", currency)],
    )
}

/// A hundredth of a number, written out.
fn number(locale: Locale, cents: i64, style: &[(&str, &str)]) -> String {
    let format = Intl::NumberFormat::new(&locales(locale), &options(style));
    // Exact up to 90 trillion euros.
    #[expect(
        clippy::cast_precision_loss,
        reason = "cents of an account fit 53 bits"
    )]
    let amount = cents as f64 / 100.0;
    call(&format.format(), &JsValue::from_f64(amount))
}

/// An amount in whole units of its currency: `1 235 €`.
pub fn about(locale: Locale, cents: i64, currency: &str) -> String {
    let digits = ("maximumFractionDigits", "0");
    number(
        locale,
        cents,
        &[("style", "currency"), ("currency", currency), digits],
    )
}

/// A share, from basis points: `35 %`.
pub fn share(locale: Locale, points: i64) -> String {
    number(
        locale,
        points.saturating_add(50).div_euclid(100),
        &[("style", "percent")],
    )
}

/// A day, from seconds since 1970: `22 novembre 2026`.
pub fn day(locale: Locale, seconds: i64) -> String {
    date(locale, seconds, &[("dateStyle", "long")])
}

/// A month, from `2026-10`: `octobre 2026`.
pub fn month(locale: Locale, month: &str) -> String {
    let milliseconds = Date::parse(&format!("{month}-15T12:00:00Z"));
    if milliseconds.is_nan() {
        return month.to_owned();
    }
    #[expect(
        clippy::cast_possible_truncation,
        reason = "seconds of a real date fit"
    )]
    let seconds = (milliseconds / 1_000.0) as i64;
    date(locale, seconds, &[("month", "long"), ("year", "numeric")])
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

fn date(locale: Locale, seconds: i64, style: &[(&str, &str)]) -> String {
    #[expect(
        clippy::cast_precision_loss,
        reason = "seconds of a real date fit 53 bits"
    )]
    let date = Date::new(&JsValue::from_f64(seconds as f64 * 1_000.0));
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
