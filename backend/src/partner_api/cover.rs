//! Whether a consent covers what is asked. Unknown, missing or ended reads as no.

use contract::{AccountId, Code, DataClass, PurposeId, Sensitivity};

use crate::app::App;
use crate::problem::Fault;
use crate::reading::{Span, span_of_consent};
use crate::store::connections::{Connection, ConnectionStatus};
use crate::store::consents::Consent;

/// What was given over one connection that reached its partner.
pub(super) struct Cover {
    consents: Vec<Consent>,
    now: i64,
}

impl Cover {
    /// Reads what was given.
    ///
    /// # Errors
    /// [`Code::NotSent`] before the person said *send*, [`Code::ConsentEnded`] when the access is closed.
    pub(super) async fn of(
        app: &App,
        partner: &str,
        user: &str,
        connection: &Connection,
    ) -> Result<Self, Fault> {
        if connection.sent_at.is_none() {
            return Err(Fault::Refused(
                Code::NotSent,
                "the person has not sent the result",
            ));
        }
        if connection.status != ConnectionStatus::Open {
            return Err(Fault::Refused(Code::ConsentEnded, "the access was closed"));
        }
        let consents = app.store().consents(partner, user, &connection.id).await?;
        Ok(Self {
            consents,
            now: app.now(),
        })
    }

    /// Accounts that any consent in force names.
    pub(super) fn names(&self, account: &AccountId) -> bool {
        self.consents
            .iter()
            .any(|one| one.account == *account && one.holds(self.now))
    }

    /// Whether a class of an account is covered now.
    pub(super) fn covers(&self, account: &AccountId, class: DataClass) -> bool {
        self.consents
            .iter()
            .any(|one| one.account == *account && one.class == class && one.holds(self.now))
    }

    /// How far back transactions of an account are covered.
    ///
    /// # Errors
    /// [`Code::ConsentMissing`] when they never were, [`Code::ConsentEnded`] when they are no more.
    pub(super) fn span(&self, app: &App, account: &AccountId) -> Result<Span, Fault> {
        let of_account = self.consents.iter().filter(|one| one.account == *account);
        let (in_force, ended): (Vec<&Consent>, Vec<&Consent>) =
            of_account.partition(|one| one.holds(self.now));
        let widest = |consents: &[&Consent]| {
            let spans = consents.iter().filter_map(|one| span_of_consent(app, one));
            spans.max()
        };
        match (widest(&in_force), widest(&ended)) {
            (Some(span), _) => Ok(span),
            (None, Some(_)) => Err(Fault::Refused(Code::ConsentEnded, "")),
            (None, None) => Err(Fault::Refused(
                Code::ConsentMissing,
                "no purpose that was given needs transactions",
            )),
        }
    }

    /// Whether a purpose's values may be had.
    ///
    /// # Errors
    /// [`Code::ConsentMissing`] when it was not given, [`Code::ConsentEnded`] when it is no more.
    pub(super) fn purpose(&self, purpose: &PurposeId) -> Result<(), Fault> {
        let mut given = self.consents.iter().filter(|one| one.purpose == *purpose);
        match given.clone().next() {
            None => Err(Fault::Refused(Code::ConsentMissing, "")),
            Some(_) if given.any(|one| one.holds(self.now)) => Ok(()),
            Some(_) => Err(Fault::Refused(Code::ConsentEnded, "")),
        }
    }

    /// Why there is nothing of these purposes: they were given once and are no more, or never were.
    pub(super) fn nothing_of(&self, wanted: impl Fn(&PurposeId) -> bool) -> Fault {
        let mut given = self.consents.iter().filter(|one| wanted(&one.purpose));
        let code = if given.any(|one| !one.holds(self.now)) {
            Code::ConsentEnded
        } else {
            Code::ConsentMissing
        };
        Fault::Refused(code, "")
    }

    /// Whether a purpose that was asked apart for special categories covers an account's transactions.
    pub(super) fn special(&self, app: &App, account: &AccountId) -> bool {
        self.consents
            .iter()
            .filter(|one| one.account == *account && one.holds(self.now))
            .any(|one| {
                app.config()
                    .purpose(one.purpose.as_str())
                    .is_some_and(|purpose| purpose.sensitivity == Sensitivity::Special)
            })
    }
}
