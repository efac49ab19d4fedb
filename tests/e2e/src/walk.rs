//! Whole steps of the journey, as a person takes them.

use thirtyfour::Key;

use crate::{
    Done, Person, Place, Spot,
    bank::{Device, Hand},
};

/// Which purposes a person switches on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given {
    /// None.
    Nothing,
    /// The first.
    First,
    /// All.
    All,
}

impl Person {
    /// Searches and takes the first that fits.
    pub async fn search(&self, hand: Hand, typed: &str) -> Done {
        match hand {
            Hand::Pointer => {
                self.click(Spot::SEARCH).await?;
                self.keys(typed).await?;
                self.first_fit().await?;
                self.click(Spot::css("[role='option']")).await
            }
            Hand::Keyboard => {
                self.tab_to(Spot::SEARCH).await?;
                self.keys(typed).await?;
                self.first_fit().await?;
                self.key(Key::Enter).await
            }
        }
    }

    /// The list is drawn for what is typed when its first option is the active one: before, nothing is.
    async fn first_fit(&self) -> Done {
        let script = "return root(widget)?.querySelector('input[role=combobox]')?.getAttribute('aria-activedescendant') ?? ''";
        self.until_seen("an active option", script)
            .await
            .map(|_| ())
    }

    /// Picks a bank, and its region where it is asked: as far as the first step after.
    pub async fn pick(&self, hand: Hand, bank: &str, region: Option<&str>) -> Done<Place> {
        self.search(hand, bank).await?;
        if let Some(region) = region {
            self.until(Place::Region).await?;
            self.search(hand, region).await?;
        }
        self.until_any(&[Place::Handoff, Place::Purposes]).await
    }

    /// Leaves for the bank.
    pub async fn leave(&self, hand: Hand) -> Done {
        self.until(Place::Handoff).await?;
        self.press(hand, Spot::FORWARD).await?;
        self.until_at_bank().await
    }

    /// From the bank's name to the accounts, at a bank without regions.
    pub async fn to_accounts(&self, bank: &str) -> Done {
        self.pick(Hand::Pointer, bank, None).await?;
        self.leave(Hand::Pointer).await?;
        self.approve(Hand::Pointer).await?;
        self.until(Place::Accounts).await
    }

    /// The same as a customer of the sandbox's bank of one's choice.
    pub async fn to_accounts_as(&self, bank: &str, customer: Spot) -> Done {
        self.pick(Hand::Pointer, bank, None).await?;
        self.leave(Hand::Pointer).await?;
        self.identify(Hand::Pointer, customer).await?;
        self.confirm(Hand::Pointer, Device::Approve).await?;
        self.until(Place::Accounts).await
    }

    /// Ticks the first account, or all of them where that is the first box, and saves.
    pub async fn tick(&self, hand: Hand) -> Done {
        self.until(Place::Accounts).await?;
        self.mark(hand, Spot::TICK).await?;
        self.press(hand, Spot::FORWARD).await
    }

    /// Switches purposes on and saves.
    pub async fn give(&self, hand: Hand, given: Given) -> Done {
        self.switch_on(hand, given).await?;
        self.press(hand, Spot::FORWARD).await
    }

    /// Switches purposes on.
    pub async fn switch_on(&self, hand: Hand, given: Given) -> Done {
        self.until(Place::Purposes).await?;
        let count = self
            .look("return root(widget).querySelectorAll('input[role=switch]').length")
            .await?;
        let count = count.as_u64().unwrap_or_default();
        let wanted = match given {
            Given::Nothing => 0,
            Given::First => count.min(1),
            Given::All => count,
        };
        for _ in 0..wanted {
            self.mark(hand, Spot::SWITCH).await?;
        }
        Ok(())
    }

    /// From the accounts to the result.
    pub async fn to_result(&self) -> Done {
        self.tick(Hand::Pointer).await?;
        self.give(Hand::Pointer, Given::First).await?;
        self.until(Place::Result).await
    }

    /// Sends.
    pub async fn send(&self, hand: Hand) -> Done {
        self.until(Place::Result).await?;
        self.press(hand, Spot::FORWARD).await?;
        self.until(Place::Sent).await
    }

    /// From the bank's name to what was sent over all accounts, as a customer of one's choice.
    pub async fn share_as(&self, bank: &str, customer: Spot) -> Done {
        self.to_accounts_as(bank, customer).await?;
        self.tick(Hand::Pointer).await?;
        self.give(Hand::Pointer, Given::All).await?;
        self.send(Hand::Pointer).await
    }

    /// From the receipt to the page of what is shared.
    pub async fn to_shared(&self) -> Done {
        let link = self
            .look("return root(widget).querySelector('.sent a').href")
            .await?;
        self.browser
            .driver
            .goto(link.as_str().unwrap_or_default())
            .await?;
        self.until_seen(
            "what is shared",
            "return !!document.querySelector('section')",
        )
        .await
        .map(|_| ())
    }

    /// The whole journey at a bank without regions.
    pub async fn whole_journey(&self, bank: &str) -> Done {
        self.to_accounts(bank).await?;
        self.to_result().await?;
        self.send(Hand::Pointer).await
    }
}
