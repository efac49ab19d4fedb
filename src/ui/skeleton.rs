//! The shape of what is on its way.

use leptos::prelude::*;
use stylers_macro::style_sheet;

/// Rows of grey, said as "one moment" by assistive technology.
#[component]
pub fn Skeleton(
    /// How many rows.
    rows: u8,
) -> impl IntoView {
    let scope = style_sheet!("./style/skeleton.css");
    let rows = (0..rows).map(|_| view! { class = scope, <span></span> }).collect_view();
    view! { class = scope, <div class="skeleton" aria-hidden="true">{rows}</div> }
}
