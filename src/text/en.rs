//! English.

use contract::{AccountGroup, DataClass, Outcome, Revocation, Role, Step, Withheld};

use super::{
    AccountWords, BankWords, EndWords, HandoffWords, PurposeWords, RegionWords, ResultWords,
    TroubleWords, Words,
};

/// All labels.
pub static WORDS: Words = Words {
    partner: "this site",
    widget: "Connect a bank account",
    step: |step| match step {
        Step::Bank => "Bank",
        Step::Handoff => "Permission",
        Step::Accounts => "Accounts",
        Step::Purposes => "Uses",
        Step::Result => "Result",
    },
    progress: "Steps",
    back: "Back",
    quit: "Leave",
    quit_sure: "Do you really want to leave? Nothing will be sent.",
    quit_yes: "Yes, leave",
    quit_no: "No, stay",
    help: "Help",
    loading: "One moment…",
    retry: "Try again",
    more: "Learn more",
    bank: BankWords {
        title: "Which is your bank?",
        search: "Search for your bank",
        hint: "Name, initials or IBAN",
        popular: "Most asked for",
        found: |count| match count {
            0 => "No bank found".into(),
            1 => "1 bank found".into(),
            n => format!("{n} banks found"),
        },
        nothing: "No bank matches.",
        nothing_hint: "Check the spelling, try the initials, or choose another country.",
        missing: "My bank is not in the list",
        missing_told: "Thank you. This page now knows that a bank is missing, but not what you typed. You can connect another of your banks.",
        near: "Perhaps you are looking for:",
        personal: "Personal accounts",
        to_business: "See business accounts",
        business: "Business accounts",
        to_personal: "See personal accounts",
        country: "The bank’s country",
        not_connected: "Not available yet",
        down: "Not answering right now",
        formerly: |name| format!("formerly {name}"),
        failed: "The list of banks could not be loaded.",
        iban: "From your IBAN, which we have not kept:",
        iban_check: "This IBAN has a mistake: its check digits do not match.",
        iban_length: "This IBAN is incomplete or too long.",
    },
    region: RegionWords {
        title: |bank| format!("{bank}: which regional branch?"),
        search: "Region, department or postcode",
        unknown: "I do not know",
        unknown_text: "The name of your regional bank is on your card, at the top of your statements, and in your bank’s app.",
    },
    handoff: HandoffWords {
        title: |bank| format!("Allow access at {bank}"),
        address: "You are going to your bank’s site:",
        leaving: |partner| {
            format!(
                "Neither we nor {partner} see your password. You confirm at your bank, then you come back here."
            )
        },
        go: "I agree, take me to my bank",
        going: "Taking you to your bank…",
        at_bank: |bank| format!("Waiting for {bank}"),
        at_bank_text: "You have not come back from your bank yet. If you closed its page, you can start again.",
        again: "Go back to my bank",
        returned: "Your bank has answered",
        returned_text: "The answer is waiting. To take it up in this window, confirm that it is you.",
        continue_here: "Continue here",
        redeeming: "Asking for the list of your accounts…",
        outcome: |outcome| match outcome {
            Outcome::Refused => (
                "You refused to confirm",
                "Your bank sent us nothing. You can start again whenever you like.",
            ),
            Outcome::Cancelled => (
                "You cancelled at your bank",
                "Your bank sent us nothing. You can start again whenever you like.",
            ),
            Outcome::TimedOut => (
                "Time ran out",
                "The confirmation did not arrive in time. Keep your phone near you and start again.",
            ),
            Outcome::BankDown => (
                "Your bank is not answering",
                "The problem is at the bank, not with you. Try again in a few minutes.",
            ),
            Outcome::NoAccounts => (
                "No account found",
                "Your bank found no payment account in this space. Your accounts may be in the other one.",
            ),
            Outcome::OtherAccounts => (
                "These are not the same accounts",
                "Your bank showed other accounts than the ones you had linked. Nothing has changed. Start again with the same bank login.",
            ),
            Outcome::Unknown => (
                "Something went wrong",
                "Your bank’s answer could not be used. Nothing was connected. You can start again.",
            ),
        },
        other_space: |business| {
            if business {
                "Try business accounts"
            } else {
                "Try personal accounts"
            }
        },
        other_bank: "Choose another bank",
        holder: "Is this your account?",
        holder_go: "Yes, continue with this account",
        holder_stop: "No, close the access",
        hosted: "The next steps are on a protected page",
        hosted_text: "Your accounts and choices are shown on a separate page that this site cannot read. You come back here afterwards.",
        hosted_go: "Continue",
        hand_back: |partner| format!("Your choices are ready for {partner}"),
        hand_back_text: "All that is left is to go back where you came from. They are sent at that moment.",
        hand_back_go: |partner| format!("Go back to {partner}"),
    },
    accounts: AccountWords {
        title: "Which accounts do you want to connect?",
        hint: "Nothing is ticked in advance.",
        all: "All accounts",
        group: |group| match group {
            AccountGroup::Current => "Current accounts",
            AccountGroup::Card => "Deferred-debit cards",
            AccountGroup::Other => "Other accounts",
        },
        tail: |digits| format!("ends in {digits}"),
        role: |role| match role {
            Role::CoHolder => {
                Some("Joint account: the other holder’s transactions appear here too.")
            }
            Role::Holder | Role::Attorney | Role::Custodian | Role::Unknown => None,
        },
        withheld: |why| match why {
            Withheld::Attorney => {
                "You have power of attorney for it: only the account’s holder can connect it."
            }
            Withheld::Minor => "This account belongs to a minor: it cannot be connected.",
        },
        missing: "Is an account missing?",
        missing_text: "Savings accounts and life insurance usually do not appear here. The law opens payment accounts only.",
        save: |count| match count {
            0 => "Connect".into(),
            1 => "Connect this account".into(),
            n => format!("Connect these {n} accounts"),
        },
        none: "Tick at least one account to continue.",
    },
    purposes: PurposeWords {
        title: "What may your transactions be used for?",
        hint: "Everything is set to no. For each no, we ask your bank for nothing.",
        state: |on| if on { "yes" } else { "no" },
        class: |class| match class {
            DataClass::Accounts => "the list of your accounts",
            DataClass::Balances => "your balances",
            DataClass::Transactions90d => "your transactions of the last 90 days",
            DataClass::TransactionsFull => "all your available transactions",
        },
        reads: "Data read:",
        on_accounts: "On these accounts:",
        no_switch: "For your information: this use does not depend on your agreement.",
        special: "Sensitive data",
        save: |count| match count {
            0 => "Continue without allowing anything".into(),
            1 => "Continue with 1 use".into(),
            n => format!("Continue with {n} uses"),
        },
        details: "Details and choice of accounts",
    },
    result: ResultWords {
        reading: "Reading what you allowed…",
        reading_count: |done, total| {
            let s = if total == 1 { "" } else { "s" };
            format!("{done} of {total} account{s}")
        },
        title: "Your result",
        hint: |partner| {
            format!("This is exactly what {partner} will receive. Nothing has been sent yet.")
        },
        balances: "Balances",
        months: "Income and outgoings by month",
        month: "Month",
        income: "Income",
        outgoings: "Outgoings",
        incomplete: "incomplete month",
        transactions: |count| match count {
            0 => "No transactions are passed on.".into(),
            1 => "The detail of one transaction is passed on too.".into(),
            n => format!("The details of {n} transactions are passed on too."),
        },
        recent_only: |accounts| {
            format!(
                "Your bank sent no transaction older than 90 days for: {accounts}. Banks open older history only right after you confirm."
            )
        },
        earlier: |count| format!("Show the {count} earlier months"),
        total: |count| format!("Total of {count} months"),
        refused: |title| format!("{title}: you said no, nothing was analysed."),
        wrong: "This is not right",
        noted: "Noted: it counts as unknown.",
        data: "See the exact data",
        data_more: "Show more",
        send: "Send",
        discard: "Do not send",
        sent: |partner| format!("Sent to {partner}"),
        renewed: "Confirmed",
        given: "What you allowed",
        until: |date| format!("until {date}"),
        sca_due: |date| format!("Your bank will ask you to confirm again before {date}."),
        withdraw: "Changing your mind",
        manage: "See and take back what I share",
        code: |code| format!("Keep this code: it opens that page at any time. {code}"),
        receipt: |id| format!("Receipt no. {id}"),
        another: "Connect another bank",
    },
    end: EndWords {
        nothing: ("You did not allow any use", |partner| {
            format!(
                "We only read the list of your accounts, and we have just erased it. You can go on with {partner}."
            )
        }),
        not_sent: ("Nothing was sent", |partner| {
            format!("We have just erased what we had read. You can go on with {partner}.")
        }),
        cancelled: ("You have left", |partner| {
            format!("Nothing was sent to {partner}.")
        }),
        abandoned: ("This request has expired", |partner| {
            format!("Nothing was sent to {partner}.")
        }),
        telling: "Closing everything…",
        untold: (
            "You have left",
            "We could not tell the service. Nothing is sent, and the request erases itself within 24 hours.",
        ),
        revocation: |revocation| match revocation {
            Revocation::NothingToRevoke => None,
            Revocation::Revoked => Some("Your bank has confirmed: the access is closed."),
            Revocation::NotOffered => Some(
                "Your bank offers no way to close the access from here. Our keys are destroyed; the permission stays visible in your online banking, where you can withdraw it.",
            ),
            Revocation::Failed => Some(
                "Your bank did not answer. Our keys are destroyed; the permission may still be visible in your online banking.",
            ),
        },
        restart: "Start again",
        elsewhere: (
            "You are continuing in another tab",
            "For your safety, a request is open in one place only.",
            "Take it back here",
        ),
        gone: (
            "This request is over",
            "It has expired or was closed elsewhere. Nothing more is sent.",
        ),
        token: (
            "The page must be reloaded",
            "This site could not open a new request. Try again, or reload the page.",
        ),
        setup: (
            "This service is not available here",
            "This site is not allowed to use it yet. Please let them know.",
        ),
        mode: "This site asks for something that this page does not have. Please let them know.",
    },
    trouble: TroubleWords {
        offline: "No connection. Your choices are kept; we try again as soon as it is back.",
        server: "The service is not answering. Your choices are kept.",
        busy: "Many requests at the moment: this goes on by itself.",
        not_connected: "This bank is not available yet. Choose another one.",
    },
};
