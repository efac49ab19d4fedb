//! A partner's colours where something is agreed to: taken if they can be read, else the built-in ones (WCAG 2.2, 1.4.3;
//!

use crate::leptos::prelude::window;
use js_sys::Reflect;
use wasm_bindgen::JsValue;
use web_sys::HtmlElement;

/// The least contrast of text against what is behind it.
const ENOUGH: f32 = 4.5;

/// Text, and what it is on, by the properties of the root that carry them as the browser computes them: its borders,
/// which are not drawn, have the colours of surface, muted text, accent and what is written on it (`host.css`).
const PAIRS: [(&str, &str); 5] = [
    ("color", "background-color"),
    ("color", "border-top-color"),
    ("border-right-color", "background-color"),
    ("border-bottom-color", "background-color"),
    ("border-left-color", "border-bottom-color"),
];

/// Lets the steps with consent text take the partner's colours, or not: looks at what they are now.
pub fn judge(root: &HtmlElement) {
    let plain = "data-plain";
    // Where the browser tells nothing, the built-in colours are the safe ones.
    let _ = match legible(root) {
        Some(()) => root.remove_attribute(plain),
        None => root.set_attribute(plain, ""),
    };
}

/// Something where every pair is told and has contrast enough.
fn legible(root: &HtmlElement) -> Option<()> {
    let style = window().get_computed_style(root).ok()??;
    let color = |name: &str| {
        let text = Reflect::get(&style, &JsValue::from_str(name)).ok()?;
        rgb(&text.as_string()?).map(luminance)
    };
    for (text, behind) in PAIRS {
        if ratio(color(text)?, color(behind)?) < ENOUGH {
            return None;
        }
    }
    Some(())
}

/// Red, green and blue of a computed colour, `rgb(11, 87, 208)`. None where something shines through or the colour is
/// not of sRGB: then nobody can say what a person would see.
fn rgb(text: &str) -> Option<[u8; 3]> {
    let mut parts = text.strip_prefix("rgb(")?.strip_suffix(')')?.split(',');
    let mut part = || parts.next()?.trim_start().parse().ok();
    Some([part()?, part()?, part()?])
}

/// Relative luminance (WCAG 2.2): 0 for black, 1 for white.
fn luminance([red, green, blue]: [u8; 3]) -> f32 {
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

/// Takes the sRGB curve off a part of a colour.
fn linear(part: u8) -> f32 {
    let part = f32::from(part) / 255.0;
    if part <= 0.040_45 {
        return part / 12.92;
    }
    // base^2.4 is base² · y with y⁵ = base², by Newton: a tenth of what the general power would add to the module.
    let square = ((part + 0.055) / 1.055) * ((part + 0.055) / 1.055);
    let mut y = 1.0_f32;
    for _ in 0..16 {
        y -= (y - square / (y * y * y * y)) / 5.0;
    }
    square * y
}

/// Contrast of two luminances, from 1 to 21 (WCAG 2.2).
fn ratio(one: f32, other: f32) -> f32 {
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[cfg(test)]
mod tests {
    use super::{ENOUGH, linear, luminance, ratio, rgb};

    fn contrast(one: [u8; 3], other: [u8; 3]) -> f32 {
        ratio(luminance(one), luminance(other))
    }

    #[test]
    fn the_curve_is_wcags_to_the_fifth_digit() {
        for part in 0..=u8::MAX {
            let c = f32::from(part) / 255.0;
            let exact = if c <= 0.040_45 {
                c / 12.92
            } else {
                ((c + 0.055) / 1.055).powf(2.4)
            };
            assert!((linear(part) - exact).abs() < 1e-5, "{part}");
        }
    }

    #[test]
    fn contrast_is_that_of_the_guidelines_examples() {
        let (black, white) = ([0; 3], [255; 3]);
        assert!((contrast(black, white) - 21.0).abs() < 0.01);
        assert!((contrast(white, white) - 1.0).abs() < 1e-6);
        // The lightest grey that passes on white, and the next one, which does not.
        assert!(contrast([0x76; 3], white) >= ENOUGH);
        assert!(contrast(white, [0x77; 3]) < ENOUGH);
        assert!((contrast([255, 0, 0], white) - 3.998).abs() < 0.01);
        assert!((contrast([0, 0, 255], white) - 8.592).abs() < 0.01);
    }

    #[test]
    fn only_an_opaque_srgb_colour_can_be_judged() {
        assert_eq!(rgb("rgb(11, 87, 208)"), Some([11, 87, 208]));
        for text in [
            "rgba(11, 87, 208, 0.5)",
            "rgba(0, 0, 0, 0)",
            "oklch(0.6 0.1 250)",
            "color(display-p3 1 0 0)",
            "rgb(1, 2)",
            "rgb(1, 2, 300)",
            "",
        ] {
            assert_eq!(rgb(text), None, "{text}");
        }
    }
}
