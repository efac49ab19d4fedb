//! Every label, in each language: a missing one does not compile. Legal words come from the backend.

mod en;
mod fr;

use contract::{AccountGroup, DataClass, Locale, Outcome, Revocation, Role, Step, Withheld};

/// The words of one language.
pub struct Words {
    /// Stands for the partner's name until the backend has said it.
    pub partner: &'static str,
    /// The widget's name for assistive technology.
    pub widget: &'static str,
    /// Names of the steps, as the progress line shows them.
    pub step: fn(Step) -> &'static str,
    /// What assistive technology is told of the progress line.
    pub progress: &'static str,
    /// One step back.
    pub back: &'static str,
    /// Leave the journey.
    pub quit: &'static str,
    /// Asked before leaving.
    pub quit_sure: &'static str,
    /// Leave, confirmed.
    pub quit_yes: &'static str,
    /// Do not leave.
    pub quit_no: &'static str,
    /// The partner's help page.
    pub help: &'static str,
    /// Something is on its way.
    pub loading: &'static str,
    /// Try again.
    pub retry: &'static str,
    /// Opens the second layer of a notice.
    pub more: &'static str,
    /// The words of the bank step.
    pub bank: BankWords,
    /// The words of the region step.
    pub region: RegionWords,
    /// The words of the handoff and of the return.
    pub handoff: HandoffWords,
    /// The words of the accounts step.
    pub accounts: AccountWords,
    /// The words of the purposes step.
    pub purposes: PurposeWords,
    /// The words of the result and the receipt.
    pub result: ResultWords,
    /// The words of the end and of what stops a journey.
    pub end: EndWords,
    /// The words of what fails beside the screen.
    pub trouble: TroubleWords,
}

/// The bank step.
pub struct BankWords {
    /// Heading.
    pub title: &'static str,
    /// Label of the search field.
    pub search: &'static str,
    /// What can be typed.
    pub hint: &'static str,
    /// Above the list when nothing is typed.
    pub popular: &'static str,
    /// How many were found, for the live region.
    pub found: fn(usize) -> String,
    /// Nothing was found.
    pub nothing: &'static str,
    /// What to do then.
    pub nothing_hint: &'static str,
    /// Says that the bank is not in the list.
    pub missing: &'static str,
    /// Said then.
    pub missing_told: &'static str,
    /// Above what comes near.
    pub near: &'static str,
    /// The space shown, and the other one.
    pub personal: &'static str,
    /// Switches to business accounts.
    pub to_business: &'static str,
    /// Business accounts are shown.
    pub business: &'static str,
    /// Switches to personal accounts.
    pub to_personal: &'static str,
    /// Label of the country list.
    pub country: &'static str,
    /// The institution has no connector.
    pub not_connected: &'static str,
    /// The institution does not answer at present.
    pub down: &'static str,
    /// A former name.
    pub formerly: fn(&str) -> String,
    /// The list did not come.
    pub failed: &'static str,
    /// Above the bank that an IBAN names.
    pub iban: &'static str,
    /// An IBAN with wrong check digits.
    pub iban_check: &'static str,
    /// An IBAN of a wrong length.
    pub iban_length: &'static str,
}

/// The region step.
pub struct RegionWords {
    /// Heading.
    pub title: fn(&str) -> String,
    /// Label of the search field.
    pub search: &'static str,
    /// How to find out.
    pub unknown: &'static str,
    /// Where to look.
    pub unknown_text: &'static str,
}

/// The handoff and the return.
pub struct HandoffWords {
    /// Heading.
    pub title: fn(&str) -> String,
    /// Above the address.
    pub address: &'static str,
    /// The address, and who sees the password.
    pub leaving: fn(&str) -> String,
    /// Leaves.
    pub go: &'static str,
    /// Heading while leaving.
    pub going: &'static str,
    /// Heading while the person is at the bank.
    pub at_bank: fn(&str) -> String,
    /// What to do then.
    pub at_bank_text: &'static str,
    /// Goes to the bank again.
    pub again: &'static str,
    /// Heading when a return waits.
    pub returned: &'static str,
    /// What to do then.
    pub returned_text: &'static str,
    /// Continues here.
    pub continue_here: &'static str,
    /// Heading while the return is exchanged.
    pub redeeming: &'static str,
    /// Heading and text of each way an attempt can end.
    pub outcome: fn(Outcome) -> (&'static str, &'static str),
    /// Tries the business accounts, or the personal ones.
    pub other_space: fn(business: bool) -> &'static str,
    /// Chooses another bank.
    pub other_bank: &'static str,
    /// Heading where the account may be another person's.
    pub holder: &'static str,
    /// Goes on with it.
    pub holder_go: &'static str,
    /// Leaves.
    pub holder_stop: &'static str,
    /// Heading when the steps are drawn on the backend's page.
    pub hosted: &'static str,
    /// What that is.
    pub hosted_text: &'static str,
    /// Goes there.
    pub hosted_go: &'static str,
    /// Heading when the way back is open.
    pub hand_back: fn(&str) -> String,
    /// What is left to do.
    pub hand_back_text: &'static str,
    /// Goes back.
    pub hand_back_go: fn(&str) -> String,
}

/// The accounts step.
pub struct AccountWords {
    /// Heading.
    pub title: &'static str,
    /// Nothing is ticked.
    pub hint: &'static str,
    /// Stands for all.
    pub all: &'static str,
    /// Name of each group.
    pub group: fn(AccountGroup) -> &'static str,
    /// The masked number.
    pub tail: fn(&str) -> String,
    /// What the person is to an account, where it must be said.
    pub role: fn(Role) -> Option<&'static str>,
    /// Why it cannot be ticked.
    pub withheld: fn(Withheld) -> &'static str,
    /// What is missing, and why.
    pub missing: &'static str,
    /// Explains it.
    pub missing_text: &'static str,
    /// Saves: how many.
    pub save: fn(usize) -> String,
    /// Said when nothing is ticked.
    pub none: &'static str,
}

/// The purposes step.
pub struct PurposeWords {
    /// Heading.
    pub title: &'static str,
    /// All is off.
    pub hint: &'static str,
    /// The switch's state in words.
    pub state: fn(on: bool) -> &'static str,
    /// What the purpose reads.
    pub class: fn(DataClass) -> &'static str,
    /// Before what it reads.
    pub reads: &'static str,
    /// Above the accounts a purpose may use.
    pub on_accounts: &'static str,
    /// A purpose with no switch.
    pub no_switch: &'static str,
    /// A purpose that touches special categories.
    pub special: &'static str,
    /// Saves: how many are on.
    pub save: fn(usize) -> String,
    /// Details of one.
    pub details: &'static str,
}

/// The result and the receipt.
pub struct ResultWords {
    /// Heading while data is read.
    pub reading: &'static str,
    /// How far it is.
    pub reading_count: fn(u32, u32) -> String,
    /// Heading.
    pub title: &'static str,
    /// Nothing is sent yet.
    pub hint: fn(&str) -> String,
    /// Above balances.
    pub balances: &'static str,
    /// Above months.
    pub months: &'static str,
    /// Column of months.
    pub month: &'static str,
    /// Column of income.
    pub income: &'static str,
    /// Column of outgoings.
    pub outgoings: &'static str,
    /// A month that is not whole.
    pub incomplete: &'static str,
    /// How many transactions go along.
    pub transactions: fn(u32) -> String,
    /// Accounts of which the bank gave recent history alone.
    pub recent_only: fn(&str) -> String,
    /// Opens the months before the latest.
    pub earlier: fn(usize) -> String,
    /// Names the sum of all months.
    pub total: fn(usize) -> String,
    /// Purposes refused.
    pub refused: fn(&str) -> String,
    /// Says that a transaction is not what it was taken for.
    pub wrong: &'static str,
    /// Said then.
    pub noted: &'static str,
    /// Opens the data.
    pub data: &'static str,
    /// The next page of data.
    pub data_more: &'static str,
    /// Sends.
    pub send: &'static str,
    /// Does not.
    pub discard: &'static str,
    /// Heading after sending.
    pub sent: fn(&str) -> String,
    /// Heading after the bank confirmed again.
    pub renewed: &'static str,
    /// Above the purposes given.
    pub given: &'static str,
    /// Until when.
    pub until: fn(&str) -> String,
    /// When the bank asks again.
    pub sca_due: fn(&str) -> String,
    /// Above how to take it back.
    pub withdraw: &'static str,
    /// The link to what is shared.
    pub manage: &'static str,
    /// The code that opens it.
    pub code: fn(&str) -> String,
    /// The receipt's number.
    pub receipt: fn(&str) -> String,
    /// Begins anew.
    pub another: &'static str,
}

/// The end, and what stops a journey.
pub struct EndWords {
    /// Every purpose was refused.
    pub nothing: (&'static str, fn(&str) -> String),
    /// The result was not sent.
    pub not_sent: (&'static str, fn(&str) -> String),
    /// The person left.
    pub cancelled: (&'static str, fn(&str) -> String),
    /// 24 hours passed.
    pub abandoned: (&'static str, fn(&str) -> String),
    /// The backend is being told.
    pub telling: &'static str,
    /// The backend could not be told.
    pub untold: (&'static str, &'static str),
    /// What became of the access at the bank.
    pub revocation: fn(Revocation) -> Option<&'static str>,
    /// Begins anew.
    pub restart: &'static str,
    /// Another tab has it: heading, text, button.
    pub elsewhere: (&'static str, &'static str, &'static str),
    /// It is over: heading and text.
    pub gone: (&'static str, &'static str),
    /// No token: heading and text.
    pub token: (&'static str, &'static str),
    /// Not registered: heading and text.
    pub setup: (&'static str, &'static str),
    /// The page wants what is not built: the text below the same heading.
    pub mode: &'static str,
}

/// What fails beside the screen.
pub struct TroubleWords {
    /// No connection.
    pub offline: &'static str,
    /// The backend failed.
    pub server: &'static str,
    /// Too many requests.
    pub busy: &'static str,
    /// No connector.
    pub not_connected: &'static str,
}

/// The words of a language.
pub fn words(locale: Locale) -> &'static Words {
    match locale {
        Locale::Fr => &fr::WORDS,
        Locale::En => &en::WORDS,
    }
}
