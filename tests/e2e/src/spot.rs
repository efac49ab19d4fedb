//! Something to press, in the widget or on a page.

/// A CSS selector, and how the text of what it finds begins.
#[derive(Debug, Clone, Copy)]
pub struct Spot {
    /// The selector, inside the shadow root of the widget, or in the page where there is no widget.
    pub css: &'static str,
    /// How its text begins; any when empty.
    pub text: &'static str,
}

impl Spot {
    /// The way forward of a step.
    pub const FORWARD: Self = Self::css(".step button[data-rank='primary']");
    /// Don't send.
    pub const DISCARD: Self = Self::css(".step .answers button[data-rank='secondary']");
    /// Where a bank or region is searched for.
    pub const SEARCH: Self = Self::css("input[role='combobox']");
    /// The household among the sandbox bank's customers: years of data on a joint account and a card.
    pub const HOUSEHOLD: Self = Self::css("[data-test='person-household']");
    /// The first thing that can be ticked.
    pub const TICK: Self = Self::css(".step input[type='checkbox']:not([role='switch'])");
    /// The first account, and not the box for all of them.
    pub const FIRST_ACCOUNT: Self = Self::css("li.account input[type='checkbox']");
    /// The first switch that is off.
    pub const SWITCH: Self = Self::css(".step input[role='switch']:not(:checked)");

    /// Whatever `css` finds first.
    pub const fn css(css: &'static str) -> Self {
        Self { css, text: "" }
    }

    /// The button that begins with `text`.
    pub const fn button(text: &'static str) -> Self {
        Self {
            css: "button",
            text,
        }
    }
}
