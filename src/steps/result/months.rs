//! Income and outgoings by month: the latest and the sum of all at first sight, the months before them on demand.

use crate::leptos::prelude::AnyView;
use contract::Month;
use stylers_macro::style_sheet;

use super::header;
use crate::{
    format,
    shell::Shell,
    ui::{Node, bars, layer, node},
};

/// How many months are shown at first. If there is but one more, it is shown too.
const LATEST: usize = 3;

/// The months of one currency, which come oldest first. All of them would be sent: what can be opened says how many.
pub fn months(shell: Shell, months: &[Month]) -> Vec<AnyView> {
    let scope = style_sheet!("./style/card.css");
    let words = &shell.words().result;
    let earlier = match months.len().saturating_sub(LATEST) {
        1 => 0,
        earlier => earlier,
    };
    let (earlier, latest) = months.split_at(earlier);
    let sum = |of: fn(&Month) -> i64| months.iter().map(of).sum();
    let total = months.first().filter(|_| months.len() > 1).map(|month| {
        let head = header(scope, "row", (words.total)(months.len()));
        let (income, outgoings) = (sum(|m| m.income), sum(|m| m.outgoings));
        node("tfoot", scope).child(row(shell, head, income, outgoings, &month.currency))
    });
    let pairs: Vec<_> = months.iter().map(|m| (m.income, m.outgoings)).collect();
    let chart = (months.len() > 1).then(|| {
        let legend = ["■ ", words.income, " □ ", words.outgoings].concat();
        let legend = node("small", scope)
            .attr("aria-hidden", "true")
            .text(legend);
        node("div", scope).child(bars(&pairs)).child(legend).draw()
    });
    let mut parts: Vec<AnyView> = chart.into_iter().collect();
    parts.push(table(shell, latest).children(total).draw());
    if !earlier.is_empty() {
        let summary = (words.earlier)(earlier.len());
        parts.push(layer(&summary, [table(shell, earlier)]).draw());
    }
    parts
}

/// Months, the latest first.
fn table(shell: Shell, months: &[Month]) -> Node {
    let scope = style_sheet!("./style/card.css");
    let words = &shell.words().result;
    let columns =
        [words.month, words.income, words.outgoings].map(|name| header(scope, "col", name));
    let month = |month: &Month| {
        let incomplete = (!month.complete).then(|| node("small", scope).text(words.incomplete));
        let head = header(scope, "row", format::month(shell.locale(), &month.month))
            .text(" ")
            .children(incomplete);
        row(shell, head, month.income, month.outgoings, &month.currency)
    };
    node("table", scope)
        .child(node("caption", scope).text(words.months))
        .child(node("thead", scope).child(node("tr", scope).children(columns)))
        .child(node("tbody", scope).children(months.iter().rev().map(month)))
}

/// What it is for, what came in and what went out, in cents.
fn row(shell: Shell, head: Node, income: i64, outgoings: i64, currency: &str) -> Node {
    let scope = style_sheet!("./style/card.css");
    let cell = |cents| node("td", scope).text(format::money(shell.locale(), cents, currency));
    node("tr", scope)
        .child(head)
        .child(cell(income))
        .child(cell(outgoings))
}
