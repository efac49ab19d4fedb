//! The table of what each bank does its own way. Everything else in the sandbox asks here.

use serde::Serialize;

/// How a bank behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Behaviour {
    /// Whether the bank can hold the detail of a consent.
    pub model: ConsentModel,
    /// Whether `iss` is in the authorization response.
    pub iss: ResponseIssuer,
    /// Whether authorization requests are pushed.
    pub par: PushedRequests,
    /// Whether a token can be revoked.
    pub revocation: Revocation,
    /// Where accounts are chosen.
    pub accounts: AccountChoice,
    /// When purposes are asked.
    pub purposes: PurposeChoice,
    /// Whether requests are signed.
    pub signature: RequestSignature,
    /// How long transactions older than 90 days can be read.
    pub history: History,
}

/// STET's two models of consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ConsentModel {
    /// STET A2: the bank takes `PUT /consents` and answers 403 outside it.
    Mixed,
    /// STET A1: the bank does not know the detail and answers for every account.
    FullAisp,
}

/// RFC 9207: the issuer in the authorization response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ResponseIssuer {
    /// `iss` is sent with codes and with errors.
    Sent,
    /// Never sent: clients tell banks apart by a callback path of their own.
    Absent,
}

/// RFC 9126: pushed authorization requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PushedRequests {
    /// Required: a request with its parameters in the URL is refused.
    Required,
    /// No such endpoint.
    Absent,
}

/// RFC 7009: token revocation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Revocation {
    /// The endpoint is there.
    Offered,
    /// No such endpoint: access ends when it expires.
    Absent,
}

/// Where the person chooses accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AccountChoice {
    /// Not here: the list has all accounts.
    Widget,
    /// On a third page of the bank: the list has the chosen ones.
    Bank,
}

/// When the person is asked what the data is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PurposeChoice {
    /// After the bank: the authorization request says nothing of data classes.
    After,
    /// Before the bank: `aisp:balances` and `aisp:transactions` in `scope` fix what may be read.
    Before,
}

/// STET §3.5: the HTTP signature of each request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RequestSignature {
    /// Neither asked nor checked.
    NotAsked,
    /// Every API request is checked against the client's key.
    Required,
}

/// How long after SCA transactions older than 90 days can be read (RTS 2018/389 art. 10a(1)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum History {
    /// As long as the authorisation lasts.
    Open,
    /// For so many minutes.
    MinutesAfterSca(u16),
}

impl Behaviour {
    /// What most banks here do.
    const USUAL: Self = Self {
        model: ConsentModel::Mixed,
        iss: ResponseIssuer::Sent,
        par: PushedRequests::Required,
        revocation: Revocation::Offered,
        accounts: AccountChoice::Widget,
        purposes: PurposeChoice::After,
        signature: RequestSignature::NotAsked,
        history: History::Open,
    };

    /// The behaviour of the bank `id` of `institution`.
    pub fn of(institution: &str, id: &str) -> Self {
        match (institution, id) {
            ("caisse-epargne", _) => Self {
                iss: ResponseIssuer::Absent,
                ..Self::USUAL
            },
            ("banque-populaire", _) | (_, "lcl") => Self {
                model: ConsentModel::FullAisp,
                par: PushedRequests::Absent,
                revocation: Revocation::Absent,
                ..Self::USUAL
            },
            (_, "boursobank") => Self {
                accounts: AccountChoice::Bank,
                ..Self::USUAL
            },
            (_, "hello-bank") => Self {
                purposes: PurposeChoice::Before,
                ..Self::USUAL
            },
            (_, "monabanq") => Self {
                accounts: AccountChoice::Bank,
                purposes: PurposeChoice::Before,
                ..Self::USUAL
            },
            (_, "bforbank") => Self {
                signature: RequestSignature::Required,
                ..Self::USUAL
            },
            (_, "fortuneo") => Self {
                history: History::MinutesAfterSca(5),
                ..Self::USUAL
            },
            _ => Self::USUAL,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_speaks_with_one_voice() {
        let one = Behaviour::of("caisse-epargne", "caisse-epargne-normandie");
        assert_eq!(one.iss, ResponseIssuer::Absent);
        assert_eq!(
            one,
            Behaviour::of("caisse-epargne", "caisse-epargne-ile-de-france")
        );
    }

    #[test]
    fn the_widget_orders_are_all_there() {
        let order = |id| {
            let behaviour = Behaviour::of(id, id);
            (behaviour.accounts, behaviour.purposes)
        };
        assert_eq!(
            order("credit-agricole"),
            (AccountChoice::Widget, PurposeChoice::After)
        );
        assert_eq!(
            order("boursobank"),
            (AccountChoice::Bank, PurposeChoice::After)
        );
        assert_eq!(
            order("hello-bank"),
            (AccountChoice::Widget, PurposeChoice::Before)
        );
        assert_eq!(
            order("monabanq"),
            (AccountChoice::Bank, PurposeChoice::Before)
        );
    }
}
