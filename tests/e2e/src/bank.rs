//! What the person does on the bank's pages.

use thirtyfour::Key;

use crate::{Done, Person, Spot};

/// How a person gets about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hand {
    /// With the pointer.
    Pointer,
    /// With the keyboard alone.
    Keyboard,
}

/// What the person does on the trusted device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Device {
    /// Approves.
    Approve,
    /// Refuses.
    Refuse,
    /// Lets the time run out.
    Expire,
}

impl Device {
    const fn spot(self) -> Spot {
        Spot::css(match self {
            Self::Approve => "[data-test='sca-approve']",
            Self::Refuse => "[data-test='sca-refuse']",
            Self::Expire => "[data-test='sca-expire']",
        })
    }
}

/// The way out of the bank's pages.
pub const CANCEL: Spot = Spot::css("[data-test='cancel'], [name='cancel']");
/// The account list of a bank where accounts are chosen.
const CHOOSE: Spot = Spot::css("[data-test='choose']");
/// The person's buttons on the first page.
pub const ORDINARY: Spot = Spot::css("[data-test='person-ordinary']");

impl Person {
    /// Waits until the bank's page is there.
    pub async fn until_at_bank(&self) -> Done {
        let banks = self.stack.banks.clone();
        self.patiently("the bank's page", async || {
            Ok(self.path().await?.starts_with(&banks).then_some(()))
        })
        .await
    }

    /// Presses a button with either hand.
    pub async fn press(&self, hand: Hand, spot: Spot) -> Done {
        match hand {
            Hand::Pointer => self.click(spot).await,
            Hand::Keyboard => {
                self.tab_to(spot).await?;
                self.key(Key::Enter).await
            }
        }
    }

    /// Ticks or switches with either hand.
    pub async fn mark(&self, hand: Hand, spot: Spot) -> Done {
        match hand {
            Hand::Pointer => self.click(spot).await,
            Hand::Keyboard => {
                self.tab_to(spot).await?;
                self.key(Key::Space).await
            }
        }
    }

    /// Says who they are.
    pub async fn identify(&self, hand: Hand, who: Spot) -> Done {
        self.until_at_bank().await?;
        self.press(hand, who).await
    }

    /// Does something on the trusted device.
    pub async fn confirm(&self, hand: Hand, device: Device) -> Done {
        self.press(hand, device.spot()).await
    }

    /// Ticks the first account at the bank and goes on.
    pub async fn choose_at_bank(&self, hand: Hand) -> Done {
        self.find(CHOOSE).await?;
        self.mark(hand, Spot::css("input[name='account']")).await?;
        self.press(hand, CHOOSE).await
    }

    /// Ordinary person, approved.
    pub async fn approve(&self, hand: Hand) -> Done {
        self.identify(hand, ORDINARY).await?;
        self.confirm(hand, Device::Approve).await
    }
}
