//! Figures as tables for people, and as JSON for machines.

use std::fmt::Write;

use serde_json::{Value, json};

use crate::{
    figures::{Condition, Figure, Goal, Group, Program},
    ratios::{self, Ratio},
};

/// All figures of a run.
#[derive(Default)]
pub struct Report {
    figures: Vec<Figure>,
}

impl Report {
    /// Takes a figure in.
    pub fn add(&mut self, figure: Figure) {
        self.figures.push(figure);
    }

    /// The table of a group; empty when nothing was measured.
    pub fn table(&self, group: Group) -> String {
        let rows: Vec<Vec<String>> = self
            .figures
            .iter()
            .filter(|figure| figure.group == group)
            .map(row)
            .collect();
        let heads = ["", "", "median", "min – max", "", "goal", ""];
        section(group.heading(), &heads, &rows)
    }

    /// The goals that are ratios to a peer of the same run; empty without peers.
    pub fn ratios(&self) -> String {
        let rows: Vec<Vec<String>> = ratios::of(&self.figures).iter().map(ratio_row).collect();
        let heads = ["", "", "ratio", "goal", ""];
        section("beside the peers, in the same run", &heads, &rows)
    }

    /// Everything.
    pub fn to_json(&self, browser: &str, repetitions: usize) -> Value {
        let figures: Vec<_> = self.figures.iter().map(Figure::to_json).collect();
        let ratios: Vec<_> = ratios::of(&self.figures)
            .iter()
            .map(Ratio::to_json)
            .collect();
        json!({ "browser": browser, "repetitions": repetitions, "figures": figures, "ratios": ratios })
    }
}

fn row(figure: &Figure) -> Vec<String> {
    let show = |value| figure.unit.show(value);
    let series = &figure.series;
    let range = if series.count() > 1 {
        format!("{} – {}", show(series.min()), show(series.max()))
    } else {
        String::new()
    };
    let mut what = figure.what.clone();
    if figure.condition != Condition::Plain {
        let _ = write!(what, ", {}", figure.condition.name());
    }
    let program = if figure.program == Program::Guichet {
        ""
    } else {
        figure.program.name()
    };
    vec![
        what,
        program.to_owned(),
        show(series.median()),
        range,
        figure.unit.name().to_owned(),
        figure
            .goal
            .map(|Goal(bound)| format!("≤ {}", show(bound)))
            .unwrap_or_default(),
        figure
            .verdict()
            .map(|verdict| verdict.to_string())
            .unwrap_or_default(),
    ]
}

fn ratio_row(ratio: &Ratio) -> Vec<String> {
    vec![
        format!("{}, {}", ratio.what, ratio.condition.name()),
        format!("Guichet / {}", ratio.peer.name()),
        format!("{:.2}", ratio.value),
        format!("≤ {:.2}{}", ratio.at_most, ratio.note),
        ratio.verdict().to_string(),
    ]
}

/// A heading and a table under it; nothing without rows.
fn section(heading: &str, heads: &[&str], rows: &[Vec<String>]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    format!("\n{heading}\n\n{}", table(heads, rows))
}

/// Columns as wide as their widest cell; the first to the left, numbers to the right.
fn table(heads: &[&str], rows: &[Vec<String>]) -> String {
    let heads: Vec<String> = heads.iter().map(|&head| head.to_owned()).collect();
    let width = |column: usize| {
        std::iter::once(&heads)
            .chain(rows)
            .map(|row| row[column].chars().count())
            .max()
            .unwrap_or_default()
    };
    let widths: Vec<usize> = (0..heads.len()).map(width).collect();
    let mut text = String::new();
    for row in std::iter::once(&heads).chain(rows) {
        let mut line = String::from("  ");
        for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
            // Words to the left: the first two columns, units and verdicts. Writing to a String cannot fail.
            let _ = if column < 2 || heads[column].is_empty() {
                write!(line, "{cell:<width$}  ")
            } else {
                write!(line, "{cell:>width$}  ")
            };
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::{Series, Unit};

    fn report() -> Report {
        let mut report = Report::default();
        let series = Series::new(vec![650.0, 630.4, 610.0]).unwrap();
        let ready = Figure::new(Group::Ready, "search box", Unit::Milliseconds, series);
        report.add(ready.clone().of(Program::Mx));
        let own = Series::new(vec![140.0, 130.0, 150.0]).unwrap();
        report.add(
            Figure {
                series: own,
                ..ready
            }
            .at_most(139.0),
        );
        report
    }

    #[test]
    fn a_row_says_median_range_unit_goal_and_verdict() {
        let table = report().table(Group::Ready);
        assert!(
            table.contains("search box  MX     630  610 – 650  ms\n"),
            "{table}"
        );
        assert!(
            table.contains("search box         140  130 – 150  ms  ≤ 139  MISSED\n"),
            "{table}"
        );
        assert_eq!(report().table(Group::Sizes), "");
    }

    #[test]
    fn machines_get_every_figure() {
        let json = report().to_json("Chrome/1", 3);
        assert_eq!(json["browser"], "Chrome/1");
        assert_eq!(json["figures"][0]["program"], "MX");
        assert_eq!(json["figures"][1]["median"], 140.0);
        assert_eq!(json["figures"][1]["met"], false);
    }
}
