//! Goals that are ratios: absolute times vary from machine to machine, these do not.

use serde_json::{Value, json};

use crate::{
    figures::{Condition, Figure, Group, Program, Verdict},
    ready, search,
};

/// A bound on this project's median over a peer's.
struct Bound {
    group: Group,
    what: &'static str,
    condition: Condition,
    peer: Program,
    at_most: f64,
    /// What the reader should know beside the number.
    note: &'static str,
}

/// The design's table of goals, and search, where being slower than either would be a surprise.
const BOUNDS: [Bound; 9] = [
    ready(Condition::Plain, Program::Mx, 0.3, ""),
    ready(Condition::Cpu4, Program::Mx, 0.45, ""),
    ready(Condition::Cpu4, Program::Nordigen, 1.0, ""),
    ready(Condition::Cpu4Line, Program::Mx, 0.25, ""),
    ready(Condition::Cpu4Line, Program::Mx, 0.3, " (must)"),
    ready(Condition::Cpu4Line, Program::Nordigen, 1.0, ""),
    search(Condition::Plain, Program::Mx),
    search(Condition::Plain, Program::Nordigen),
    search(Condition::Cpu4, Program::Nordigen),
];

const fn ready(condition: Condition, peer: Program, at_most: f64, note: &'static str) -> Bound {
    Bound {
        group: Group::Ready,
        what: ready::SEARCH_BOX,
        condition,
        peer,
        at_most,
        note,
    }
}

const fn search(condition: Condition, peer: Program) -> Bound {
    Bound {
        group: Group::Search,
        what: search::AT_TEN_THOUSAND,
        condition,
        peer,
        at_most: 1.0,
        note: "",
    }
}

/// One of them, measured.
#[derive(Debug)]
pub struct Ratio {
    /// What was measured.
    pub what: &'static str,
    /// Under which condition.
    pub condition: Condition,
    /// Beside whom.
    pub peer: Program,
    /// This project's median over the peer's.
    pub value: f64,
    /// What it should not exceed.
    pub at_most: f64,
    /// What the reader should know beside the number.
    pub note: &'static str,
}

impl Ratio {
    /// Whether the goal is met.
    pub fn verdict(&self) -> Verdict {
        Verdict::at_most(self.value, self.at_most)
    }

    /// For `--json`.
    pub fn to_json(&self) -> Value {
        json!({
            "what": self.what,
            "condition": self.condition.name(),
            "peer": self.peer.name(),
            "ratio": self.value,
            "at_most": self.at_most,
            "met": self.verdict() == Verdict::Met,
        })
    }
}

/// Those of which both sides were measured.
pub fn of(figures: &[Figure]) -> Vec<Ratio> {
    let median = |bound: &Bound, program| {
        figures
            .iter()
            .find(|figure| {
                figure.group == bound.group
                    && figure.what == bound.what
                    && figure.condition == bound.condition
                    && figure.program == program
            })
            .map(|figure| figure.series.median())
    };
    let measured = |bound: &Bound| {
        let (own, peer) = (median(bound, Program::Guichet)?, median(bound, bound.peer)?);
        Some(Ratio {
            what: bound.what,
            condition: bound.condition,
            peer: bound.peer,
            value: own / peer,
            at_most: bound.at_most,
            note: bound.note,
        })
    };
    BOUNDS.iter().filter_map(measured).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::{Series, Unit};

    fn figure(program: Program, condition: Condition, median: f64) -> Figure {
        let series = Series::one(median);
        Figure::new(Group::Ready, ready::SEARCH_BOX, Unit::Milliseconds, series)
            .of(program)
            .under(condition)
    }

    #[test]
    fn a_ratio_is_of_medians_under_one_condition() {
        let figures = [
            figure(Program::Guichet, Condition::Plain, 150.0),
            figure(Program::Mx, Condition::Plain, 600.0),
            figure(Program::Mx, Condition::Cpu4, 1400.0),
        ];
        let ratios = of(&figures);
        assert_eq!(ratios.len(), 1, "{ratios:?}");
        assert!((ratios[0].value - 0.25).abs() < 1e-9);
        assert_eq!(ratios[0].verdict(), Verdict::Met);
    }

    #[test]
    fn one_figure_may_be_held_against_several_bounds() {
        let figures = [
            figure(Program::Guichet, Condition::Cpu4Line, 1000.0),
            figure(Program::Mx, Condition::Cpu4Line, 3600.0),
            figure(Program::Nordigen, Condition::Cpu4Line, 900.0),
        ];
        let verdicts: Vec<_> = of(&figures).iter().map(Ratio::verdict).collect();
        assert_eq!(verdicts, [Verdict::Missed, Verdict::Met, Verdict::Missed]);
    }

    #[test]
    fn without_peers_there_is_no_ratio() {
        assert!(of(&[figure(Program::Guichet, Condition::Plain, 150.0)]).is_empty());
    }
}
