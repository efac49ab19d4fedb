//! English.

use super::Sentences;

pub(super) const SENTENCES: Sentences = Sentences {
    handoff_lines: &[
        "{aisp} accesses your accounts for {partner}, because you ask for it.",
        "Your bank will first give us the list of your accounts. You choose the rest, account by account and use by use.",
        "Access lasts {days} days at most. After that your bank will ask you to confirm again. It is free.",
        "You can stop at any time: until you press Send, {partner} receives nothing.",
    ],
    renewal_lines: &[
        "{aisp} accesses your accounts for {partner}, because you asked for it.",
        "You have already chosen the accounts and the uses: nothing changes. Your bank only wants you to confirm.",
        "Access then lasts {days} days more, and each use until its own end. It is free.",
        "You can stop at any time. If you do not confirm, nothing new is read.",
    ],
    read_once: "Your data is read once, during this journey, while you are present.",
    read_again: "Your data is read during this journey, while you are present. After that, as long as your consent lasts, it can be read again without you, at most {times} times a day.",
    handoff_details: &[
        (
            "Who provides this service",
            "{aisp}, {status}, register number {number}. Contact: {contact}.",
        ),
        (
            "What you confirm at your bank",
            "You identify yourself on the site of {bank}, with your usual codes. Neither {aisp} nor {partner} sees them.",
        ),
        (
            "Which data, and how far back",
            "The list of your payment accounts: label, type, last digits. Then, only for the uses that you accept: balances, and the transactions of the last 90 days, of the last months, or all the history the bank gives, as the use needs. What no accepted use needs is not read.",
        ),
        ("How often", "{often}"),
        (
            "How to stop",
            "During the journey: leave, and access is closed and everything is deleted. After sending: open the page named on your receipt, write to {contact}, or close the access on your bank's site.",
        ),
        (
            "A complaint",
            "Write to {complaint}. Without an answer within fifteen working days you can turn to the ombudsman named there.",
        ),
        ("The price", "This service is free for you."),
    ],
    handoff_identity: (
        "The account holder's name",
        "{partner} told us its customer's name. We ask your bank for the account holder's, to compare the two, before anything else is read. {partner} does not receive it and we do not keep it.",
    ),
    holder_other: "The account is in the name of {holder}. {partner} expects {expected}.",
    holder_unknown: "{bank} does not tell us in whose name the account is. {partner} expects {expected}.",
    holder_lines: &[
        "Nothing else was read, and {partner} receives nothing.",
        "Continue only if you started this request with {partner} yourself and want to link your account there.",
        "Did somebody send you this page? Stop here: we close the access at your bank. Without an answer we close it within ten minutes.",
    ],
    accounts_lines: &[
        "By saving, you ask {aisp} to access the accounts you ticked, and no other, for {partner}.",
        "Accounts that are not ticked are forgotten at once.",
    ],
    adding_lines: &[
        "By saving, you ask {aisp} to access the accounts you ticked too, and no other beside them, for {partner}.",
        "An account that you do not tick stays as it is: shared if it is already, forgotten if not.",
    ],
    accounts_details: &[
        (
            "Why some accounts are missing",
            "The law opens payment accounts only. Savings accounts, life insurance and loans usually do not appear here.",
        ),
        (
            "Joint accounts",
            "They show the other holder's transactions too. The names of people you exchange money with are not kept where the bank gives them apart.",
        ),
        (
            "Accounts you manage for somebody else",
            "A child's account, or one you have a power of attorney for, cannot be ticked: it is not yours alone to decide here.",
        ),
    ],
    enforcement: "{bank} cannot limit access to some accounts or some data: {aisp} keeps to your choice by itself, without the bank checking.",
    already: "You already share {accounts}, for: {purposes}. That stays as it is. Choose only what you add.",
    withdraw: "To take it back, open the page below: one click for each use, at once. You can also write to {contact}, or close the access on the site of {bank}, in its list of authorised services. What {partner} has received already is held by {partner}: ask them to delete it.",
};
