//! Small charts, drawn as shapes. They show again what stands beside them in words, so assistive technology is spared them.

use stylers_macro::style_sheet;

use super::{Node, node};

/// Height of the tallest bar.
const HEIGHT: i64 = 60;
/// Width of a bar, and of the gap between two groups.
const BAR: usize = 10;

/// Pairs of bars on one scale, from the left: the first of a pair is full, the second is an outline, so that nobody has
/// to tell them apart by colour.
pub fn bars(pairs: &[(i64, i64)]) -> Node {
    let scope = style_sheet!("./style/chart.css");
    let most = pairs.iter().map(|(a, b)| *a.max(b)).max().unwrap_or(0);
    let mut shapes = [String::new(), String::new()];
    let mut at = 0;
    for (first, second) in pairs {
        for (shape, value) in shapes.iter_mut().zip([first, second]) {
            let height = (value * HEIGHT / most.max(1)).to_string();
            let start = at.to_string();
            shape.push_str(&["M", &start, " 60v-", &height, "h10v", &height, "z"].concat());
            at += BAR;
        }
        at += BAR;
    }
    let [full, outline] = shapes;
    let width = at.max(300).to_string();
    let shapes = ["-1 -1 ", &width, " 62|", &outline, "|", &full].concat();
    chart(scope).drawing(shapes)
}

/// A share of a whole, in basis points: what is beyond the whole is out of sight.
pub fn share(points: &str) -> Node {
    let scope = style_sheet!("./style/chart.css");
    let whole = "-99 -99 10198 398|M0 0h10000v200h-10000z|M0 0h";
    chart(scope).drawing([whole, points, "v200H0z"].concat())
}

fn chart(scope: &'static str) -> Node {
    node("div", scope)
        .class("chart")
        .attr("aria-hidden", "true")
}
