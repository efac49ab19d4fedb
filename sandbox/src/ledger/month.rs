//! One month of an account, drawn as a whole.

use time::{Date, Month, Weekday};

use super::{
    Booking, Cents, Direction, Entry, Life,
    catalogue::{Channel, Sense, Template},
    life::{Habits, Recurring, habits},
    words,
};
use crate::draw::Draw;

/// A month of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct MonthOf {
    year: i32,
    month: u8,
}

impl MonthOf {
    /// The month of `date`.
    pub fn of(date: Date) -> Self {
        Self {
            year: date.year(),
            month: date.month().into(),
        }
    }

    /// `count` months earlier.
    pub fn minus(self, count: i32) -> Self {
        let months = self.year * 12 + i32::from(self.month) - 1 - count;
        Self {
            year: months.div_euclid(12),
            month: u8::try_from(months.rem_euclid(12) + 1).unwrap_or(1),
        }
    }

    /// The month after.
    pub fn next(self) -> Self {
        self.minus(-1)
    }

    /// The day `day` of this month, or its last one.
    pub fn on(self, day: u8) -> Date {
        let month = Month::try_from(self.month).unwrap_or(Month::January);
        let last = month.length(self.year);
        Date::from_calendar_date(self.year, month, day.clamp(1, last)).unwrap_or(Date::MIN)
    }
}

/// What one month brought.
#[derive(Debug, Default)]
pub struct Drawn {
    /// On the account.
    pub account: Vec<Entry>,
    /// On its deferred-debit card.
    pub card: Vec<Entry>,
}

/// The life of one wallet.
#[derive(Debug)]
pub struct Plan<'a> {
    seed: u64,
    wallet: &'a str,
    /// `None` when card purchases are booked at once.
    deferred: Option<String>,
    habits: Habits,
}

/// A transaction before it has its place in the month.
struct Item {
    date: Date,
    direction: Direction,
    amount: i64,
    label: String,
    counterparty: Option<String>,
    channel: Channel,
}

impl<'a> Plan<'a> {
    /// Draws what recurs on `wallet`.
    pub fn new(seed: u64, wallet: &'a str, life: Life) -> Self {
        // The card and its account are two views of one wallet.
        let life = if life == Life::DeferredCard {
            Life::SalaryWithDeferredCard
        } else {
            life
        };
        let mut draw = Draw::new(seed, &["life", wallet]);
        let deferred = (life == Life::SalaryWithDeferredCard).then(|| draw.digits(4));
        Self {
            seed,
            wallet,
            deferred,
            habits: habits(life, &mut draw),
        }
    }

    /// The balance at the end of `month`: 1.2 to 1.35 times the income, so that the account stays above
    /// nothing until the next salary.
    pub fn closing(&self, month: MonthOf) -> Cents {
        let income = self.habits.monthly_income();
        Cents(
            self.draw_for("closing", month)
                .between(income * 120 / 100, income * 135 / 100),
        )
    }

    /// All of `month`, future days included.
    pub fn draw(&self, month: MonthOf) -> Drawn {
        let mut draw = self.draw_for("month", month);
        let recurring = self.habits.income.iter().chain(&self.habits.fixed);
        let due = recurring.filter(|item| item.only_in.is_none_or(|only| only == month.month));
        let mut items: Vec<Item> = due.map(|item| settle(item, month, &mut draw)).collect();
        items.extend(self.by_chance(month, &mut draw));
        let change: i64 = items.iter().map(Item::signed).sum();
        let wanted = self.closing(month).0 - self.closing(month.minus(1)).0;
        items.extend(self.spend(change - wanted, month, &mut draw));
        self.book(items, month)
    }

    fn draw_for(&self, what: &str, month: MonthOf) -> Draw {
        Draw::new(
            self.seed,
            &[
                what,
                self.wallet,
                &format!("{}-{:02}", month.year, month.month),
            ],
        )
    }

    /// Up to four rare items, all together at most 15 % of the income.
    fn by_chance(&self, month: MonthOf, draw: &mut Draw) -> Vec<Item> {
        let mut left = self.habits.monthly_income() * 15 / 100;
        let mut items = Vec::new();
        for _ in 0..draw.between(1, 4) {
            let Some(template) = draw.pick(&self.habits.chance).filter(|t| t.min().0 <= left)
            else {
                continue;
            };
            let amount = draw.between(template.min().0, template.max().0.min(left));
            left -= amount;
            let (label, named) = words::settle(&template.label, draw);
            items.push(once(template, &label, named, amount, month, draw));
        }
        items
    }

    /// Spends exactly `budget` cents on everyday things.
    fn spend(&self, budget: i64, month: MonthOf, draw: &mut Draw) -> Vec<Item> {
        let mut left = budget;
        let mut items: Vec<Item> = Vec::new();
        while left > 0 {
            let affordable: Vec<_> = self
                .habits
                .everyday
                .iter()
                .filter(|place| place.template.min().0 <= left)
                .collect();
            let Some(place) = draw.pick(&affordable) else {
                break;
            };
            let amount = draw.between(place.template.min().0, place.template.max().0.min(left));
            left -= amount;
            items.push(once(
                place.template,
                &place.label,
                None,
                amount,
                month,
                draw,
            ));
        }
        // What no label is cheap enough for goes onto the last purchase.
        if let Some(last) = items.last_mut() {
            last.amount += left;
        }
        items
    }

    fn book(&self, mut items: Vec<Item>, month: MonthOf) -> Drawn {
        let last_day = month.on(31);
        let mut card = Vec::new();
        if let Some(tail) = &self.deferred {
            let purchase = |item: &Item| item.channel == Channel::Card;
            (card, items) = items.into_iter().partition(purchase);
            let total: i64 = card.iter().map(Item::signed).sum();
            items.extend((total < 0).then(|| Item {
                date: last_day,
                direction: Direction::Debit,
                amount: -total,
                label: format!("RELEVE CARTE X{tail} DEBIT DIFFERE"),
                counterparty: None,
                channel: Channel::Bank,
            }));
        }
        Drawn {
            account: number(items, month, "", None),
            card: number(card, month, "C", Some(last_day)),
        }
    }
}

impl Item {
    const fn signed(&self) -> i64 {
        match self.direction {
            Direction::Credit => self.amount,
            Direction::Debit => -self.amount,
        }
    }
}

fn settle(item: &Recurring, month: MonthOf, draw: &mut Draw) -> Item {
    let date = working_day(month.on(item.day));
    let percent = draw.between(0, i64::from(item.varies));
    Item {
        date,
        direction: direction(item.sense),
        amount: item.amount.0 * (100 + percent) / 100,
        label: words::date(&item.label, date, draw),
        counterparty: counterparty(item.channel, item.counterparty.clone()),
        channel: item.channel,
    }
}

fn once(
    template: &Template,
    label: &str,
    named: Option<String>,
    amount: i64,
    month: MonthOf,
    draw: &mut Draw,
) -> Item {
    let any = month.on(u8::try_from(draw.between(1, 28)).unwrap_or(1));
    let at_the_till = matches!(template.channel, Channel::Card | Channel::Cash);
    let date = if at_the_till { any } else { working_day(any) };
    Item {
        date,
        direction: direction(template.direction),
        amount,
        label: words::date(label, date, draw),
        counterparty: counterparty(template.channel, named),
        channel: template.channel,
    }
}

/// Only a transfer says who is on the other side; a shop's label is not a person.
fn counterparty(channel: Channel, named: Option<String>) -> Option<String> {
    named.filter(|_| channel == Channel::Transfer)
}

const fn direction(sense: Sense) -> Direction {
    match sense {
        Sense::Credit => Direction::Credit,
        Sense::Debit => Direction::Debit,
    }
}

/// The Friday before when `date` is on a weekend and still in the same month, else the Monday after.
fn working_day(date: Date) -> Date {
    let moved = match date.weekday() {
        Weekday::Saturday => date.previous_day(),
        Weekday::Sunday => date.previous_day().and_then(Date::previous_day),
        _ => Some(date),
    };
    let after = || {
        if date.weekday() == Weekday::Saturday {
            date.next_day()?.next_day()
        } else {
            date.next_day()
        }
    };
    moved
        .filter(|moved| moved.month() == date.month())
        .or_else(after)
        .unwrap_or(date)
}

fn number(mut items: Vec<Item>, month: MonthOf, prefix: &str, due: Option<Date>) -> Vec<Entry> {
    items.sort_by(|a, b| (a.date, &a.label, a.amount).cmp(&(b.date, &b.label, b.amount)));
    let numbered = items.into_iter().enumerate().map(|(at, item)| Entry {
        reference: format!("{prefix}{}{:02}{at:04}", month.year, month.month),
        date: item.date,
        value_date: due.unwrap_or(item.date),
        direction: item.direction,
        amount: Cents(item.amount),
        label: item.label,
        counterparty: item.counterparty,
        booking: Booking::Booked,
    });
    numbered.collect()
}
