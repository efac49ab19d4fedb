//! What several purposes agree on: which spending is fixed, which is a loan, and what a mean over months needs.

use crate::class::{Category, Subcategory};
use crate::insights::{CurrencyInsights, Evidence, Missing, Verdict};
use crate::view::{Item, Sum, View, Window};

/// Charges that come whatever one does: housing, energy, insurance, telecoms, loans, taxes, childcare and school,
/// maintenance paid, season tickets. The list follows the *dépenses pré-engagées* of the INSEE, with taxes, childcare
/// and maintenance added, because they cannot be put off either.
pub(crate) fn is_fixed_charge(item: &Item<'_>) -> bool {
    use Subcategory as S;
    item.is_out()
        && match item.entry.category {
            Some(Category::Energy | Category::Insurance | Category::Credit) => true,
            Some(Category::Taxes) => {
                !matches!(item.entry.subcategory, Some(S::TaxesFines | S::TaxesAdmin))
            }
            Some(Category::Telecom) => !matches!(item.entry.subcategory, Some(S::TelecomCloud)),
            _ => matches!(
                item.entry.subcategory,
                Some(
                    S::HousingRent
                        | S::HousingMortgage
                        | S::HousingCondoFees
                        | S::ChildrenChildcare
                        | S::ChildrenSchool
                        | S::ChildrenCanteen
                        | S::TransfersAlimony
                        | S::MobilityPublicTransport
                        | S::BankFeesAccount
                )
            ),
        }
}

/// Loan instalments of every kind, and loan insurance: what the HCSF counts in the *taux d'effort*.
pub(crate) fn is_loan_payment(item: &Item<'_>) -> bool {
    item.is_out()
        && (item.entry.category == Some(Category::Credit)
            || matches!(
                item.entry.subcategory,
                Some(Subcategory::HousingMortgage | Subcategory::InsuranceLoan)
            ))
}

/// Recognised income in a window.
pub(crate) fn income(view: &View<'_>, window: Window) -> Sum {
    Sum::of(window.of(view), Item::is_income).negated()
}

/// The answer of a formula that would have to guess.
pub(crate) fn too_little(view: &View<'_>, missing: Missing) -> CurrencyInsights {
    CurrencyInsights {
        currency: view.currency,
        verdict: Verdict::TooLittleData { missing },
        measures: Vec::new(),
        months: view.months(),
        series: Vec::new(),
    }
}

/// The complete months to take means over, or what is missing.
pub(crate) fn window(view: &View<'_>, at_most: u8, at_least: usize) -> Result<Window, Missing> {
    if view.items.is_empty() {
        return Err(Missing::Transactions);
    }
    let window = view.window(at_most);
    if window.count < at_least {
        Err(Missing::CompleteMonths)
    } else {
        Ok(window)
    }
}

/// Evidence of two sums together.
pub(crate) fn both(one: &Sum, other: &Sum) -> Evidence {
    let transactions = one
        .evidence
        .transactions
        .iter()
        .chain(&other.evidence.transactions)
        .cloned()
        .collect();
    Evidence {
        transactions,
        series: Vec::new(),
    }
}
