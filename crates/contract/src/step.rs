//! The steps of a journey and the order in which a connector asks for them.

use serde::{Deserialize, Serialize};

/// A named step, as the progress line shows it. The region is part of [`Step::Bank`]: it may not appear.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Which bank, and which region of it.
    Bank,
    /// Who asks for what, and the way to the bank and back.
    Handoff,
    /// Which accounts are linked.
    Accounts,
    /// What they may be used for.
    Purposes,
    /// What would be sent, and then what was.
    Result,
}

/// Where accounts are chosen: never in both places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AccountsAt {
    /// The bank's own pages ask; the widget shows what was chosen.
    Bank,
    /// The widget asks, after the return.
    Widget,
}

/// When purposes are asked: some dialects fix the scope before the bank is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PurposesAt {
    /// Before leaving for the bank.
    Before,
    /// After the return, when the accounts are known.
    After,
}

/// What a connector can do, as far as the order of steps depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Capabilities {
    /// Where accounts are chosen.
    pub accounts: AccountsAt,
    /// When purposes are asked.
    pub purposes: PurposesAt,
}

impl Default for Capabilities {
    /// The commonest connector: both choices are made here, after the bank.
    fn default() -> Self {
        Self {
            accounts: AccountsAt::Widget,
            purposes: PurposesAt::After,
        }
    }
}

impl Capabilities {
    /// The steps in the order this connector asks for them.
    pub const fn steps(self) -> &'static [Step] {
        use Step::{Accounts, Bank, Handoff, Purposes, Result};
        match (self.accounts, self.purposes) {
            (AccountsAt::Widget, PurposesAt::After) => &[Bank, Handoff, Accounts, Purposes, Result],
            (AccountsAt::Bank, PurposesAt::After) => &[Bank, Handoff, Purposes, Result],
            (AccountsAt::Widget, PurposesAt::Before) => {
                &[Bank, Purposes, Handoff, Accounts, Result]
            }
            (AccountsAt::Bank, PurposesAt::Before) => &[Bank, Purposes, Handoff, Result],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r_088_accounts_are_asked_once_and_purposes_exactly_once_in_all_four_orders() {
        for accounts in [AccountsAt::Bank, AccountsAt::Widget] {
            for purposes in [PurposesAt::Before, PurposesAt::After] {
                let steps = Capabilities { accounts, purposes }.steps();
                let place = |step| steps.iter().position(|s| *s == step);
                assert_eq!(
                    place(Step::Accounts).is_some(),
                    accounts == AccountsAt::Widget
                );
                assert_eq!(
                    place(Step::Purposes) < place(Step::Handoff),
                    purposes == PurposesAt::Before
                );
                assert_eq!(steps.first(), Some(&Step::Bank));
                assert_eq!(steps.last(), Some(&Step::Result));
            }
        }
    }
}
