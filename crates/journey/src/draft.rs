//! What the person has marked and not yet saved. Both start empty, always.

use contract::{Account, AccountGroup, AccountId, Basis, Given, Offer, PurposeId, PurposesStage};

use crate::event::Mark;

/// Ticked accounts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ticks(Vec<AccountId>);

/// The state of a box that stands for several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tally {
    /// None is ticked.
    #[default]
    None,
    /// Some are, some are not (`mixed`).
    Some,
    /// All are.
    All,
}

impl Ticks {
    /// Whether this account is ticked.
    pub fn has(&self, id: &AccountId) -> bool {
        self.0.contains(id)
    }

    /// How many are ticked.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// None, some or all of what can be ticked among these.
    pub fn tally<'a>(&self, accounts: impl Iterator<Item = &'a Account>) -> Tally {
        let mut open = accounts
            .filter(|a| a.offer == Offer::Open)
            .map(|a| self.has(&a.id))
            .peekable();
        let Some(first) = open.peek().copied() else {
            return Tally::None;
        };
        match (first, open.all(|ticked| ticked == first)) {
            (true, true) => Tally::All,
            (false, true) => Tally::None,
            (_, false) => Tally::Some,
        }
    }

    /// Marks one account, if it is offered.
    pub(crate) fn mark(&mut self, accounts: &[Account], id: &AccountId, mark: Mark) {
        if accounts
            .iter()
            .any(|a| a.id == *id && a.offer == Offer::Open)
        {
            set(&mut self.0, id.clone(), mark);
        }
    }

    /// Marks all that are offered, of one group or of every group.
    pub(crate) fn mark_all(
        &mut self,
        accounts: &[Account],
        group: Option<AccountGroup>,
        mark: Mark,
    ) {
        for account in accounts {
            if account.offer == Offer::Open && group.is_none_or(|g| g == account.group) {
                set(&mut self.0, account.id.clone(), mark);
            }
        }
    }

    /// The ticked ones in the order of the list.
    pub(crate) fn chosen(&self, accounts: &[Account]) -> Vec<AccountId> {
        accounts
            .iter()
            .map(|a| &a.id)
            .filter(|id| self.has(id))
            .cloned()
            .collect()
    }
}

/// Switched purposes, and the accounts that each spares.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Switches {
    on: Vec<PurposeId>,
    spared: Vec<(PurposeId, AccountId)>,
}

impl Switches {
    /// Whether this purpose is switched on.
    pub fn is_on(&self, id: &PurposeId) -> bool {
        self.on.contains(id)
    }

    /// How many are on.
    pub fn count(&self) -> usize {
        self.on.len()
    }

    /// Whether this purpose leaves this account alone.
    pub fn spares(&self, purpose: &PurposeId, account: &AccountId) -> bool {
        self.spared.contains(&(purpose.clone(), account.clone()))
    }

    /// Switches one purpose, if it is offered with a switch.
    pub(crate) fn switch(&mut self, stage: &PurposesStage, id: &PurposeId, mark: Mark) {
        if has_switch(stage, id) {
            set(&mut self.on, id.clone(), mark);
        }
    }

    /// Spares an account for one purpose, if both are offered.
    pub(crate) fn spare(
        &mut self,
        stage: &PurposesStage,
        id: &PurposeId,
        account: &AccountId,
        mark: Mark,
    ) {
        if has_switch(stage, id) && stage.accounts.iter().any(|a| a.id == *account) {
            set(&mut self.spared, (id.clone(), account.clone()), mark);
        }
    }

    /// What is given, in the order of the list. A purpose that spares every account is not given.
    pub(crate) fn given(&self, stage: &PurposesStage) -> Vec<Given> {
        let given = |purpose: &PurposeId| Given {
            purpose: purpose.clone(),
            without: stage
                .accounts
                .iter()
                .map(|a| &a.id)
                .filter(|a| self.spares(purpose, a))
                .cloned()
                .collect(),
        };
        stage
            .purposes
            .iter()
            .filter(|p| self.is_on(&p.id))
            .map(|p| given(&p.id))
            .filter(|g| stage.accounts.is_empty() || g.without.len() < stage.accounts.len())
            .collect()
    }
}

fn has_switch(stage: &PurposesStage, id: &PurposeId) -> bool {
    stage
        .purposes
        .iter()
        .any(|p| p.id == *id && p.basis == Basis::Consent)
}

/// Puts an item into a list once, or takes it out. A person's accounts are few: a list is smaller than a tree.
fn set<T: PartialEq>(list: &mut Vec<T>, item: T, mark: Mark) {
    let place = list.iter().position(|one| *one == item);
    match (mark, place) {
        (Mark::On, None) => list.push(item),
        (Mark::Off, Some(place)) => drop(list.remove(place)),
        _ => {}
    }
}
