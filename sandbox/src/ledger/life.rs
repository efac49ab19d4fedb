//! What recurs on an account: drawn once for its whole life.

use super::{
    Cents, Life,
    catalogue::{Channel, Frequency, Sense, Template, those},
    words,
};
use crate::draw::Draw;

/// An item that comes back every month, or every year in one month.
#[derive(Debug)]
pub struct Recurring {
    /// Tokens settled, but for those of the date.
    pub label: String,
    /// Who is on the other side.
    pub counterparty: Option<String>,
    /// The usual amount.
    pub amount: Cents,
    /// By how many percent it varies from month to month.
    pub varies: u8,
    /// The day of the month, 1 to 28.
    pub day: u8,
    /// Only in this month, when yearly.
    pub only_in: Option<u8>,
    /// How it is paid.
    pub channel: Channel,
    /// Into or out of the account.
    pub sense: Sense,
}

/// All that recurs.
#[derive(Debug)]
pub struct Habits {
    /// What comes in every month.
    pub income: Vec<Recurring>,
    /// What goes out every month or year, whatever happens.
    pub fixed: Vec<Recurring>,
    /// What the rest is spent on; a label that is bought every week is in it four times.
    pub everyday: Vec<Everyday>,
    /// What happens now and then, both ways.
    pub chance: Vec<&'static Template>,
}

/// A place where the person buys again and again.
#[derive(Debug, Clone)]
pub struct Everyday {
    /// What it usually costs.
    pub template: &'static Template,
    /// Tokens settled, but for those of the date: the baker stays in the same town.
    pub label: String,
}

impl Habits {
    /// The usual income of a month.
    pub fn monthly_income(&self) -> i64 {
        self.income.iter().map(|item| item.amount.0).sum()
    }
}

/// What a month costs at most before anything everyday, in percent of the income.
const FIXED_LIMIT: i64 = 55;
/// What one yearly item costs at most, in percent of a month's income.
const YEARLY_LIMIT: i64 = 10;

/// Draws the habits of an account that lives `life`.
pub fn habits(life: Life, draw: &mut Draw) -> Habits {
    let income = income(life, draw);
    let monthly: i64 = income.iter().map(|item| item.amount.0).sum();
    let mut fixed = Vec::new();
    let mut left = monthly * FIXED_LIMIT / 100;
    for (subcategories, percent) in fixed_kinds(life) {
        if !draw.chance(*percent) {
            continue;
        }
        let kinds = those(|template| {
            template.frequency == Frequency::Monthly
                && template.sense_is(Sense::Debit)
                && subcategories.contains(&template.subcategory.as_str())
                && template.min().0 <= left / 2
        });
        if let Some(template) = draw.pick(&kinds) {
            let item = recurring(template, template.max().0.min(left / 2), draw);
            left -= item.amount.0 * (100 + i64::from(item.varies)) / 100;
            fixed.push(item);
        }
    }
    fixed.extend(yearly(life, monthly * YEARLY_LIMIT / 100, draw));
    Habits {
        income,
        fixed,
        everyday: everyday(life, draw),
        chance: chance(life),
    }
}

impl Template {
    fn sense_is(&self, sense: Sense) -> bool {
        self.direction == sense
    }
}

/// The label without which an account of this kind would look odd comes first.
fn income(life: Life, draw: &mut Draw) -> Vec<Recurring> {
    let (subcategory, count, day) = match life {
        Life::Salary => ("salary", 1, 27),
        Life::SalaryWithDeferredCard => ("salary", 2, 27),
        Life::Pension => ("pension", 2, 8),
        Life::Company => ("self_employed", 3, 12),
        Life::Side => ("peer", 1, 5),
        Life::DeferredCard | Life::Dormant => return Vec::new(),
    };
    let kinds = those(|template| {
        template.sense_is(Sense::Credit)
            && template.subcategory == subcategory
            && (template.frequency == Frequency::Monthly || life == Life::Side)
    });
    let several = (0..count).filter_map(|_| {
        let template = draw.pick(&kinds)?;
        let mut item = recurring(template, template.max().0, draw);
        // Wages hardly move; what a freelance invoices does.
        item.varies = if life == Life::Company { 40 } else { 3 };
        item.day = day;
        Some(item)
    });
    several.collect()
}

/// Which fixed items there may be and how likely each is, in percent; the first are the weightiest.
const fn fixed_kinds(life: Life) -> &'static [(&'static [&'static str], u8)] {
    match life {
        Life::Salary | Life::SalaryWithDeferredCard => &[
            (&["rent", "mortgage"], 100),
            (&["electricity_gas"], 100),
            (&["income_tax"], 70),
            (&["internet"], 95),
            (&["mobile"], 95),
            (&["health"], 60),
            (&["home"], 90),
            (&["auto"], 75),
            (&["car_loan", "consumer", "revolving"], 35),
            (&["regulated", "life_insurance"], 60),
            (&["childcare", "canteen"], 30),
            (&["water"], 50),
            (&["streaming"], 80),
            (&["gym"], 30),
            (&["charity", "religion", "union", "politics"], 30),
            (&["interest"], 15),
        ],
        Life::Pension => &[
            (&["condo_fees"], 60),
            (&["electricity_gas"], 100),
            (&["health"], 100),
            (&["home"], 90),
            (&["home_services"], 60),
            (&["internet"], 80),
            (&["charity", "religion"], 50),
        ],
        Life::Company => &[
            (&["social"], 100),
            (&["services"], 90),
            (&["professional"], 90),
            (&["mobile"], 80),
        ],
        Life::Side | Life::DeferredCard | Life::Dormant => &[],
    }
}

fn yearly(life: Life, limit: i64, draw: &mut Draw) -> Vec<Recurring> {
    let wanted: &[&str] = match life {
        Life::Salary | Life::SalaryWithDeferredCard => {
            &["account", "holiday", "optical", "membership", "school"]
        }
        Life::Pension => &["account", "optical", "membership"],
        Life::Company => &["account"],
        Life::Side | Life::DeferredCard | Life::Dormant => &[],
    };
    let mut items = Vec::new();
    // One a month at most, so that no month has to pay for several.
    for (at, subcategory) in wanted.iter().enumerate() {
        let kinds = those(|template| {
            template.frequency == Frequency::Yearly
                && template.sense_is(Sense::Debit)
                && template.subcategory == *subcategory
                && template.min().0 <= limit
        });
        if let Some(template) = draw.pick(&kinds) {
            let mut item = recurring(template, template.max().0.min(limit), draw);
            item.only_in = u8::try_from(at * 2 + 2).ok();
            items.push(item);
        }
    }
    items
}

/// What nobody would expect on a second or a child's account.
const GROWN_UP: [&str; 3] = ["bar", "dating", "tobacco"];

/// Twelve places at most: people buy at the same ones.
fn everyday(life: Life, draw: &mut Draw) -> Vec<Everyday> {
    let categories: &[&str] = match life {
        Life::Company => &["professional", "mobility", "dining"],
        Life::Pension => &["groceries", "health_care", "cash"],
        Life::Side => &["groceries", "dining", "leisure"],
        _ => &[
            "groceries",
            "groceries",
            "dining",
            "mobility",
            "shopping",
            "leisure",
            "cash",
            "wellness",
            "pets",
        ],
    };
    let mut chosen = Vec::new();
    for at in 0..12 {
        let kinds = those(|template| {
            template.sense_is(Sense::Debit)
                && matches!(template.frequency, Frequency::Weekly | Frequency::Monthly)
                && (matches!(template.channel, Channel::Card | Channel::Cash)
                    || life == Life::Company)
                && categories
                    .get(at % categories.len())
                    .is_some_and(|category| template.category == *category)
                && !(life == Life::Side && GROWN_UP.contains(&template.subcategory.as_str()))
        });
        if let Some(template) = draw.pick(&kinds) {
            let times = if template.frequency == Frequency::Weekly {
                4
            } else {
                1
            };
            let (label, _) = words::settle(&template.label, draw);
            chosen.extend(std::iter::repeat_n(Everyday { template, label }, times));
        }
    }
    chosen
}

fn chance(life: Life) -> Vec<&'static Template> {
    if matches!(
        life,
        Life::Dormant | Life::DeferredCard | Life::Side | Life::Company
    ) {
        return Vec::new();
    }
    those(|template| {
        template.frequency == Frequency::Occasional && template.channel != Channel::Loan
    })
}

fn recurring(template: &Template, most: i64, draw: &mut Draw) -> Recurring {
    let (label, counterparty) = words::settle(&template.label, draw);
    let varies = match template.channel {
        Channel::Loan => 0,
        _ if matches!(template.category.as_str(), "energy" | "children") => 20,
        _ => 0,
    };
    Recurring {
        label,
        counterparty,
        amount: Cents(draw.between(template.min().0, most.max(template.min().0))),
        varies,
        day: u8::try_from(draw.between(3, 12)).unwrap_or(5),
        only_in: None,
        channel: template.channel,
        sense: template.direction,
    }
}
