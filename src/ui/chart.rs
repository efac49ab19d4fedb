//! Small charts, drawn as shapes. They show again what stands beside them in words, so assistive technology is spared them.

use tachys::{
    html::attribute::{any_attribute::IntoAnyAttribute, custom::custom_attribute},
    svg,
};

use crate::leptos::prelude::*;
use stylers_macro::style_sheet;

/// Height of the tallest bar.
const HEIGHT: i64 = 60;
/// Width of a bar, and of the gap between two groups.
const BAR: usize = 10;

/// Pairs of bars on one scale, from the left: the first of a pair is full, the second is an outline, so that nobody has
/// to tell them apart by colour.
pub fn bars(pairs: &[(i64, i64)]) -> AnyView {
    let most = pairs.iter().map(|(a, b)| *a.max(b)).max().unwrap_or(0);
    let bar = |at: usize, value: i64| {
        let height = if most > 0 { value * HEIGHT / most } else { 0 };
        format!("M{at} {HEIGHT}v-{height}h{BAR}v{height}z")
    };
    let (mut full, mut outline) = (String::new(), String::new());
    for (place, (first, second)) in pairs.iter().enumerate() {
        let at = place * 3 * BAR;
        full.push_str(&bar(at, *first));
        outline.push_str(&bar(at + BAR, *second));
    }
    let width = pairs.len().max(6) * 3 * BAR;
    drawing(
        &format!("-1 -1 {width} {}", HEIGHT + 2),
        "",
        &[("full", full), ("outline", outline)],
    )
}

/// A share of a whole, in basis points: what is beyond the whole is not drawn.
pub fn share(points: i64) -> AnyView {
    let of = |points: i64| format!("M0 0h{points}v4h-{points}z");
    let part = of(points.clamp(0, 10_000) / 100);
    drawing("0 0 100 4", "none", &[("whole", of(100)), ("full", part)])
}

fn drawing(view_box: &str, aspect: &str, shapes: &[(&'static str, String)]) -> AnyView {
    let scope = style_sheet!("./style/chart.css");
    let attribute =
        |name: &'static str, value: &str| custom_attribute(name, value.to_owned()).into_any_attr();
    let shape = |(class, path): &(&'static str, String)| {
        svg::path()
            .add_any_attr(vec![
                attribute("class", &[class, " ", scope].concat()),
                attribute("d", path),
            ])
            .into_any()
    };
    let shapes: Vec<AnyView> = shapes.iter().map(shape).collect();
    svg::svg()
        .add_any_attr(vec![
            attribute("class", &["chart ", scope].concat()),
            attribute("viewBox", view_box),
            attribute("preserveAspectRatio", aspect),
            attribute("aria-hidden", "true"),
        ])
        .child(shapes)
        .into_any()
}
