//! The steps of a journey one by one, so that something can happen at each of them.

use crate::{Done, Person, Place, Spot, bank::Hand::Pointer, walk::Given};

/// A bank that works by region.
const BANK: &str = "crédit agricole";
/// One of its regions, by the number of a department.
const REGION: &str = "33";

/// The steps at which a person decides something, in their order, at a bank with regions.
pub const STEPS: [Place; 7] = [
    Place::Bank,
    Place::Region,
    Place::Handoff,
    Place::Accounts,
    Place::Purposes,
    Place::Result,
    Place::Sent,
];

impl Person {
    /// Does what the step asks for, as far as the press that ends it: the answer may still be on its way.
    pub async fn decide(&self, step: Place) -> Done {
        match step {
            Place::Bank => self.search(Pointer, BANK).await,
            Place::Region => self.search(Pointer, REGION).await,
            Place::Accounts => self.tick(Pointer).await,
            Place::Purposes => self.give(Pointer, Given::First).await,
            // Nothing is left to decide.
            Place::Sent => Ok(()),
            _ => self.click(Spot::FORWARD).await,
        }
    }

    /// Takes the step, and whatever lies between it and the next.
    pub async fn advance(&self, step: Place) -> Done {
        self.decide(step).await?;
        if step == Place::Handoff {
            self.approve(Pointer).await?;
        }
        let next = STEPS
            .iter()
            .position(|known| *known == step)
            .and_then(|at| STEPS.get(at + 1));
        match next {
            Some(next) => self.until(*next).await,
            None => Ok(()),
        }
    }

    /// The same step as before, after the page was loaded anew. A region is a choice inside the first step, which the
    /// backend does not know of yet: there, the first step is the way on.
    pub async fn again_at(&self, step: Place) -> Done {
        if step != Place::Region {
            return self.until(step).await;
        }
        if self.until_any(&[Place::Region, Place::Bank]).await? == Place::Bank {
            self.advance(Place::Bank).await?;
        }
        Ok(())
    }
}
