//! The list of attacks, and what each must show: refused, the right security event, and a bank that was asked nothing.

use std::{collections::BTreeSet, pin::Pin};

use e2e::{Done, failure::ensure};

use crate::{attacks, evidence::Calls};

/// What an attack showed.
#[derive(Debug, Clone)]
pub struct Shown {
    /// How it was refused, as the attacker saw it.
    pub refused: String,
    /// Security events in the backend's log, each once.
    pub events: Vec<String>,
    /// What the banks were asked from the attack's first step on.
    pub calls: Calls,
}

/// Who the attacker is to the backend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Requests made by hand: no browser's rules in the way.
    Protocol,
    /// Real browsers, each with a profile of its own.
    Browser,
}

impl Level {
    /// Its name in the table.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Protocol => "protocol",
            Self::Browser => "browser",
        }
    }
}

/// Runs an attack.
pub type Run = fn() -> Pin<Box<dyn Future<Output = Done<Shown>>>>;

/// One attack.
pub struct Attack {
    /// `A-01` to `A-21`, the numbers of the requirements.
    pub id: &'static str,
    /// What the attacker tries.
    pub what: &'static str,
    /// By what means.
    pub level: Level,
    /// Exactly the events that must be in the backend's log. None where everything happens in the page.
    pub events: &'static [&'static str],
    /// Codes that are redeemed: by the victim's own act, or by the backend to burn them.
    pub tokens: usize,
    /// Data calls: those of the victim's own act, never of the attack.
    pub data: usize,
    /// Names of holders that are read: in the one attack where one is expected.
    pub names: usize,
    run: Run,
}

impl Attack {
    /// Runs it, and fails unless it shows all three.
    pub async fn prove(&self) -> Done<Shown> {
        let shown = (self.run)().await.map_err(|failure| failure.at(self.id))?;
        let found: BTreeSet<&str> = shown.events.iter().map(String::as_str).collect();
        let wanted: BTreeSet<&str> = self.events.iter().copied().collect();
        ensure(
            found == wanted,
            format!("{}: events {found:?} instead of {wanted:?}", self.id),
        )?;
        let Calls {
            tokens,
            data,
            names,
            consents,
            ..
        } = shown.calls;
        ensure(
            (tokens, data, names, consents) == (self.tokens, self.data, self.names, 0),
            format!(
                "{}: {} instead of {} codes redeemed, {} data calls, 0 consents, {} names read",
                self.id, shown.calls, self.tokens, self.data, self.names
            ),
        )?;
        ensure(
            !shown.refused.is_empty(),
            format!("{}: nothing was refused", self.id),
        )?;
        Ok(shown)
    }
}

/// The attack of this number.
pub fn find(id: &str) -> Option<&'static Attack> {
    ALL.iter().find(|attack| attack.id == id)
}

macro_rules! attacks {
    ($($id:literal $level:ident $function:path, $what:literal, $events:expr, tokens $tokens:literal, data $data:literal $(, names $names:literal)?;)*) => {
        /// Every attack.
        pub const ALL: &[Attack] = &[$(Attack {
            id: $id,
            what: $what,
            level: Level::$level,
            events: &$events,
            tokens: $tokens,
            data: $data,
            names: 0 $(+ $names)?,
            run: || Box::pin($function()),
        }),*];
    };
}

attacks! {
    "A-01" Browser attacks::start::a_01_bank_url_sent_to_victim, "the bank's address is sent to a victim", ["wrong_browser"], tokens 1, data 0;
    "A-02" Browser attacks::start::a_02_ticket_link_sent_to_victim, "a link to /go with a ticket is sent to a victim", ["ticket_refused"], tokens 0, data 0;
    "A-03" Browser attacks::start::a_03_evil_origin_posts_to_go, "a page of the attacker posts a ticket to /go", ["origin_refused"], tokens 0, data 0;
    "A-04" Browser attacks::start::a_04_attacker_polls_after_sca, "the attacker's tab polls while the victim confirms", ["wrong_browser", "handoff_refused"], tokens 1, data 0;
    "A-05" Browser attacks::answer::a_05_stolen_answer_in_another_browser, "a stolen answer is replayed in the attacker's browser", ["wrong_browser"], tokens 1, data 0;
    "A-06" Protocol attacks::answer::a_06_code_injected_with_own_state, "a stolen code is injected with the attacker's state", ["code_refused"], tokens 1, data 0;
    "A-07" Browser attacks::answer::a_07_victim_finishes_attackers_callback, "a victim is made to finish the attacker's callback", ["wrong_browser"], tokens 1, data 0;
    "A-08" Protocol attacks::answer::a_08_mix_up, "mix-up: `iss` swapped, missing, in errors; sent on to another bank", ["issuer_mismatch"], tokens 0, data 0;
    "A-09" Protocol attacks::answer::a_09_replayed_callback, "an answer is replayed 2 to 100 times at once", ["wrong_browser"], tokens 1, data 0;
    "A-10" Protocol attacks::code::a_10_handoff_code_without_verifier, "a handoff code is stolen from the fragment", ["handoff_refused", "verifier_mismatch"], tokens 0, data 0;
    "A-11" Browser attacks::code::a_11_duplicated_tab, "a duplicated tab races the first", ["handoff_refused"], tokens 1, data 1;
    "A-12" Protocol attacks::address::a_12_open_redirects, "addresses to be redirected to, wherever one could be given", ["answer_malformed", "origin_refused", "state_unknown"], tokens 0, data 0;
    "A-13" Browser attacks::page::a_13_foreign_and_null_origins, "stolen tokens used from a foreign and from a null origin", ["foreign_request", "origin_refused"], tokens 0, data 0;
    "A-14" Browser attacks::page::a_14_forged_messages, "messages and a forged fragment from another window", [], tokens 0, data 0;
    "A-15" Browser attacks::page::a_15_consent_redressed_by_style, "the page's style hides or inverts the consent", [], tokens 0, data 0;
    "A-16" Browser attacks::page::a_16_backend_framed, "the backend's pages in a frame", ["foreign_request"], tokens 0, data 0;
    "A-17" Protocol attacks::address::a_17_forged_host, "Host, Forwarded and X-Forwarded-Host forged", ["origin_refused"], tokens 0, data 0;
    "A-18" Protocol attacks::names::a_18_ids_of_others, "ids of another person's journey, accounts and consents", ["verifier_mismatch"], tokens 0, data 0;
    "A-19" Protocol attacks::names::a_19_partner_that_is_not_the_owner, "a partner's token on another partner's users", ["origin_refused"], tokens 0, data 0;
    "A-20" Browser attacks::page::a_20_markup_in_labels, "a bank's account labels hold markup and script", [], tokens 1, data 1;
    "A-21" Browser attacks::hosted::a_21_hosted_page_fixation, "the attacker's own hosted page is sent to a victim", ["holder_mismatch"], tokens 1, data 0, names 1;
}
