//! A purpose's card: what was found, in sentences, values, and a small chart with the same numbers as a table.

use contract::{Insight, Locale, Month};
use maud::{Markup, html};

use super::figures::{figured, money};
use super::words::Words;

/// The tallest bar.
const HEIGHT: i64 = 60;
const BAR: usize = 10;

/// The card, folded up: the page is about taking back, and who wants to see what it was for opens it.
pub(super) fn card(insight: &Insight, words: &Words, locale: Locale) -> Markup {
    html! {
        details {
            summary { (words.found) }
            @for sentence in &insight.sentences { p { (figured(locale, sentence)) } }
            @if !insight.figures.is_empty() {
                dl {
                    @for figure in &insight.figures {
                        div {
                            dt { (figure.label) }
                            dd { (figured(locale, &figure.value)) }
                        }
                        @if let Some(points) = share(&figure.value) { (bar(points)) }
                    }
                }
            }
            // Currencies come one behind the other, and are never mixed.
            @for months in insight.months.chunk_by(|one, next| one.currency == next.currency) {
                (chart(months))
                (table(months, words, locale))
            }
            p class="small" { (words.transactions(insight.transactions)) " " (insight.formula) }
        }
    }
}

/// The share that a value is, in basis points, if it is one.
fn share(value: &str) -> Option<i64> {
    value.strip_prefix('{')?.strip_suffix(" %}")?.parse().ok()
}

/// A share of a whole; what is beyond the whole is cut off.
fn bar(points: i64) -> Markup {
    let points = points.clamp(0, 10_000);
    html! {
        svg class="chart" viewBox="-99 -99 10198 398" aria-hidden="true" {
            path class="outline" d="M0 0h10000v200h-10000z" {}
            path d=(format!("M0 0h{points}v200H0z")) {}
        }
    }
}

/// Pairs of bars on one scale: what came in is full, what went out an outline, so that nobody needs the colours.
fn chart(months: &[Month]) -> Markup {
    let most = months
        .iter()
        .map(|month| month.income.max(month.outgoings))
        .max()
        .unwrap_or(0)
        .max(1);
    let shape = |of: fn(&Month) -> i64, shift: usize| -> String {
        let bar = |(place, month): (usize, &Month)| {
            let (left, height) = (place * 3 * BAR + shift, of(month) * HEIGHT / most);
            format!("M{left} 60v-{height}h10v{height}z")
        };
        months.iter().enumerate().map(bar).collect()
    };
    let full = shape(|month| month.income, 0);
    let outline = shape(|month| month.outgoings, BAR);
    let width = (months.len() * 3 * BAR).max(300);
    html! {
        @if months.len() > 1 {
            svg class="chart" viewBox=(format!("-1 -1 {width} 62")) aria-hidden="true" {
                path class="outline" d=(outline) {}
                path d=(full) {}
            }
        }
    }
}

fn table(months: &[Month], words: &Words, locale: Locale) -> Markup {
    let sum = |of: fn(&Month) -> i64| months.iter().map(of).sum::<i64>();
    let amount = |cents: i64, currency: &str| money(locale, cents, currency);
    html! {
        table {
            thead { tr { th scope="col" { (words.month) } th scope="col" { "■ " (words.income) } th scope="col" { "□ " (words.outgoings) } } }
            tbody {
                @for month in months.iter().rev() {
                    tr {
                        th scope="row" {
                            (words.month_name(&month.month))
                            @if !month.complete { " " small { (words.incomplete) } }
                        }
                        td { (amount(month.income, &month.currency)) }
                        td { (amount(month.outgoings, &month.currency)) }
                    }
                }
            }
            @if let Some(first) = months.first().filter(|_| months.len() > 1) {
                tfoot {
                    tr {
                        th scope="row" { (words.total) }
                        td { (amount(sum(|month| month.income), &first.currency)) }
                        td { (amount(sum(|month| month.outgoings), &first.currency)) }
                    }
                }
            }
        }
    }
}
