//! What was measured: a series of values of one unit, taken of one program under one condition.

use std::fmt;

use serde_json::{Value, json};

/// A group of figures: what `--only` names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Bytes that a page loads, and those of the directory.
    Sizes,
    /// From the navigation to the search box.
    Ready,
    /// From the last key to the results.
    Search,
    /// Heap, wasm memory, elements.
    Memory,
    /// From the answers to the purposes to the result.
    Result,
    /// The backend under load.
    Backend,
}

impl Group {
    /// All, in the order in which they run.
    pub const ALL: [Self; 6] = [
        Self::Sizes,
        Self::Ready,
        Self::Search,
        Self::Memory,
        Self::Result,
        Self::Backend,
    ];

    /// Its word on the command line.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Sizes => "sizes",
            Self::Ready => "ready",
            Self::Search => "search",
            Self::Memory => "memory",
            Self::Result => "result",
            Self::Backend => "backend",
        }
    }

    /// The group of this word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.word() == word)
    }

    /// What stands above its table.
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Sizes => "sizes: bytes, raw and as sent",
            Self::Ready => {
                "ready: from the navigation to the animation frame that has the thing, nothing cached"
            }
            Self::Search => {
                "search: from the last key to the animation frame after the results, a key every 80 ms"
            }
            Self::Memory => {
                "memory: 10,000 institutions, after one search and a garbage collection"
            }
            Self::Result => {
                "result: from the press that ends the purposes to the animation frame with the cards, real backend and banks"
            }
            Self::Backend => {
                "backend: release build, SQLite, the sandbox's banks, all on this machine over loopback"
            }
        }
    }
}

/// Whose figure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    /// This project.
    Guichet,
    /// MX connect-widget.
    Mx,
    /// Nordigen's picker.
    Nordigen,
    /// A page with nothing but a search box: the floor.
    Empty,
}

impl Program {
    /// As the tables and the JSON have it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Guichet => "Guichet",
            Self::Mx => "MX",
            Self::Nordigen => "Nordigen",
            Self::Empty => "empty page",
        }
    }
}

/// How fast the person's machine and line are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// As this machine is.
    Plain,
    /// The page's processor four times slower.
    Cpu4,
    /// The same, and a line of 1.6 Mbit/s down, 750 kbit/s up, 150 ms.
    Cpu4Line,
}

impl Condition {
    /// All.
    pub const ALL: [Self; 3] = [Self::Plain, Self::Cpu4, Self::Cpu4Line];

    /// As the tables and the JSON have it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Cpu4 => "CPU ×4",
            Self::Cpu4Line => "CPU ×4, 1.6 Mbit/s, 150 ms",
        }
    }
}

/// What a value counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Bytes.
    Bytes,
    /// Millions of bytes.
    Megabytes,
    /// Milliseconds.
    Milliseconds,
    /// Events in a second.
    PerSecond,
    /// Things.
    Count,
}

impl Unit {
    /// As the tables and the JSON have it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bytes => "bytes",
            Self::Megabytes => "MB",
            Self::Milliseconds => "ms",
            Self::PerSecond => "per second",
            Self::Count => "",
        }
    }

    /// A value with as many digits as it deserves.
    pub fn show(self, value: f64) -> String {
        match self {
            Self::Bytes | Self::Count => grouped(value),
            Self::Megabytes => format!("{value:.2}"),
            Self::Milliseconds | Self::PerSecond if value.abs() >= 100.0 => grouped(value),
            Self::Milliseconds | Self::PerSecond => format!("{value:.1}"),
        }
    }
}

/// `12345.6` as `12,346`.
fn grouped(value: f64) -> String {
    let digits = format!("{value:.0}");
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Values of one thing, at least one.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    sorted: Vec<f64>,
}

impl Series {
    /// The series of `values`; none when there is no value, or one that is no number.
    pub fn new(mut values: Vec<f64>) -> Option<Self> {
        if values.is_empty() || values.iter().any(|value| !value.is_finite()) {
            return None;
        }
        values.sort_by(f64::total_cmp);
        Some(Self { sorted: values })
    }

    /// A single value, such as a file's size.
    pub fn one(value: f64) -> Self {
        Self {
            sorted: vec![value],
        }
    }

    /// The middle one; of an even number the mean of the middle two.
    pub fn median(&self) -> f64 {
        let middle = self.sorted.len() / 2;
        if self.sorted.len().is_multiple_of(2) {
            f64::midpoint(self.sorted[middle - 1], self.sorted[middle])
        } else {
            self.sorted[middle]
        }
    }

    /// The smallest value that `percent` of all do not exceed (nearest rank).
    pub fn percentile(&self, percent: usize) -> f64 {
        let rank = (self.sorted.len() * percent.min(100)).div_ceil(100).max(1);
        self.sorted[rank - 1]
    }

    /// The smallest.
    pub fn min(&self) -> f64 {
        self.sorted[0]
    }

    /// The largest.
    pub fn max(&self) -> f64 {
        self.sorted[self.sorted.len() - 1]
    }

    /// How many.
    pub fn count(&self) -> usize {
        self.sorted.len()
    }
}

/// A bound that a figure is held against.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Goal(pub f64);

/// Whether a bound holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It does.
    Met,
    /// It does not.
    Missed,
}

impl Verdict {
    /// Of a value that should be at most `bound`.
    pub fn at_most(value: f64, bound: f64) -> Self {
        if value <= bound {
            Self::Met
        } else {
            Self::Missed
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Met => "met",
            Self::Missed => "MISSED",
        })
    }
}

/// One row of a table.
#[derive(Clone, Debug)]
pub struct Figure {
    /// Which table.
    pub group: Group,
    /// What was measured.
    pub what: String,
    /// Whose it is.
    pub program: Program,
    /// Under which condition.
    pub condition: Condition,
    /// Of what.
    pub unit: Unit,
    /// The values.
    pub series: Series,
    /// What the median should not exceed.
    pub goal: Option<Goal>,
}

impl Figure {
    /// A figure of this project without a goal, plain.
    pub fn new(group: Group, what: impl Into<String>, unit: Unit, series: Series) -> Self {
        Self {
            group,
            what: what.into(),
            program: Program::Guichet,
            condition: Condition::Plain,
            unit,
            series,
            goal: None,
        }
    }

    /// The same, of another program.
    pub fn of(self, program: Program) -> Self {
        Self { program, ..self }
    }

    /// The same, under a condition.
    pub fn under(self, condition: Condition) -> Self {
        Self { condition, ..self }
    }

    /// The same, held against a goal.
    pub fn at_most(self, bound: f64) -> Self {
        Self {
            goal: Some(Goal(bound)),
            ..self
        }
    }

    /// Whether the goal is met, where there is one.
    pub fn verdict(&self) -> Option<Verdict> {
        self.goal
            .map(|Goal(bound)| Verdict::at_most(self.series.median(), bound))
    }

    /// For `--json`.
    pub fn to_json(&self) -> Value {
        json!({
            "group": self.group.word(),
            "what": self.what,
            "program": self.program.name(),
            "condition": self.condition.name(),
            "unit": self.unit.name(),
            "count": self.series.count(),
            "median": self.series.median(),
            "min": self.series.min(),
            "max": self.series.max(),
            "at_most": self.goal.map(|Goal(bound)| bound),
            "met": self.verdict().map(|verdict| verdict == Verdict::Met),
        })
    }
}

#[cfg(test)]
#[expect(
    clippy::float_cmp,
    reason = "the values are few and small enough to be exact"
)]
mod tests {
    use super::*;

    fn series(values: &[f64]) -> Series {
        Series::new(values.to_vec()).unwrap()
    }

    #[test]
    fn the_median_of_an_even_number_lies_between_the_middle_two() {
        assert_eq!(series(&[9.0, 1.0, 5.0]).median(), 5.0);
        assert_eq!(series(&[9.0, 1.0, 5.0, 4.0]).median(), 4.5);
        assert_eq!(Series::one(7.0).median(), 7.0);
    }

    #[test]
    fn percentiles_are_values_that_occurred() {
        let hundred: Vec<f64> = (1..=100).map(f64::from).collect();
        let hundred = series(&hundred);
        assert_eq!(
            [0, 50, 99, 100].map(|percent| hundred.percentile(percent)),
            [1.0, 50.0, 99.0, 100.0]
        );
        assert_eq!(series(&[3.0, 8.0]).percentile(99), 8.0);
    }

    #[test]
    fn nothing_and_what_is_no_number_make_no_series() {
        assert_eq!(Series::new(Vec::new()), None);
        assert_eq!(Series::new(vec![1.0, f64::NAN]), None);
    }

    #[test]
    fn a_goal_is_met_by_its_own_value() {
        let figure = |median| Figure::new(Group::Sizes, "", Unit::Bytes, Series::one(median));
        assert_eq!(figure(100.0).at_most(100.0).verdict(), Some(Verdict::Met));
        assert_eq!(
            figure(100.1).at_most(100.0).verdict(),
            Some(Verdict::Missed)
        );
        assert_eq!(figure(1.0).verdict(), None);
    }

    #[test]
    fn values_have_the_digits_they_deserve() {
        assert_eq!(Unit::Bytes.show(1_234_567.0), "1,234,567");
        assert_eq!(Unit::Milliseconds.show(7.66), "7.7");
        assert_eq!(Unit::Milliseconds.show(1421.4), "1,421");
        assert_eq!(Unit::Megabytes.show(1.4), "1.40");
    }

    #[test]
    fn every_group_has_a_word_of_its_own() {
        for group in Group::ALL {
            assert_eq!(Group::parse(group.word()), Some(group));
        }
        assert_eq!(Group::parse(""), None);
    }
}
