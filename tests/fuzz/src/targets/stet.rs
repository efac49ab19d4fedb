//! What a bank answers: tokens, accounts, balances and transactions, put together from honest JSON and changed.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::Response;
use backend::config::Bank;
use backend::metering::{Payer, Presence};
use backend::store::accounts::UpstreamAccount;
use backend::upstream::{Access, Psu};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::engine::{End, Probe, Target};
use crate::house::{House, serve};
use crate::processor::timed;
use crate::twist::text;

/// On nobody's account.
const NOBODY: Payer<'static> = Payer {
    partner: "",
    user: "",
    connection: "",
    account: "",
    purposes: &[],
    run: "",
    presence: Presence::Present,
};

/// Names another person, where the bank puts such names: it may be in no label.
const PARTY: &str = "CANARY-PARTY";

/// What the bank says next, and which paths it was asked for.
#[derive(Default)]
struct Script {
    pages: VecDeque<Page>,
    asked: Vec<String>,
}

type Shared = Arc<Mutex<Script>>;

/// One answer, as it goes over the wire.
#[derive(Clone, Debug)]
struct Page {
    status: u16,
    kind: &'static str,
    body: String,
}

/// A backend, and a bank that says what it is told to.
pub struct Stet {
    house: House,
    bank: Bank,
    script: Shared,
}

/// What is asked of the bank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Call {
    Token,
    Accounts,
    Balances,
    Transactions,
}

/// A call, and the pages that answer it.
#[derive(Clone, Debug)]
pub struct Input {
    call: Call,
    pages: Vec<Twisted>,
}

/// An honest page, changed.
#[derive(Clone, Debug)]
struct Twisted {
    status: u16,
    kind: &'static str,
    next: Option<&'static str>,
    edits: Vec<Edit>,
    wire: Wire,
}

/// A change of a value somewhere in the page; places are counted over all values in it.
#[derive(Clone, Debug)]
enum Edit {
    Put(usize, Value),
    Remove(usize),
    Repeat(usize, usize),
}

/// A change of the text.
#[derive(Clone, Debug)]
enum Wire {
    Whole,
    Cut(usize),
    More(String),
    Deep(usize),
}

const LINKS: [&str; 11] = [
    "?page=2",
    "/la-banque-postale/stet/psd2/v1.4/accounts?page=2",
    "/la-banque-postale/stet/psd2/v1.4/../../../token",
    "/lcl/stet/psd2/v1.4/accounts",
    "//evil.example/accounts",
    "https://evil.example/la-banque-postale/stet/psd2/v1.4/accounts",
    "http://evil@127.0.0.1/la-banque-postale/stet/psd2/v1.4/accounts",
    "file:///etc/passwd",
    "\\\\evil.example",
    "",
    "http://[",
];

fn value() -> impl Strategy<Value = Value> {
    let amount = prop_oneof![
        Just("1.234"),
        Just("-0.00"),
        Just("9999999999999.99"),
        Just("99999999999999"),
        Just("1e3"),
        Just("+1"),
        Just("-"),
        Just("--1"),
        Just("1,5"),
        Just("NaN"),
        Just("٣"),
        Just("0x10"),
        Just("1.2.3"),
        Just(".5"),
        Just("5."),
    ];
    let day = prop_oneof![
        Just("2026-02-30"),
        Just("2026-11-22T10:00:00Z"),
        Just("0000-00-00"),
        Just("9999-12-31"),
        Just("10000-01-01"),
        Just("2026-1-1"),
        Just("22/11/2026"),
        Just("2026-11-2é"),
        Just("-2026-11-22"),
    ];
    let word = prop_oneof![
        Just("BOOK"),
        Just("PDNG"),
        Just("CRDT"),
        Just("DBIT"),
        Just("Bearer"),
        Just("mac"),
        Just("aisp payments"),
        Just("EUR"),
        Just("eur"),
        Just("FR7630006000011234567890189"),
        Just("Custodian For Minor"),
        Just("CARD"),
        Just("PRIV"),
        Just("A/../../token"),
        Just("/BENM/CANARY-PARTY"),
        Just("/ORDP/CANARY-PARTY/REMI/FACTURE"),
    ];
    let many = (
        prop_oneof![
            Just("/BENM/"),
            Just("/ORDP/x"),
            Just("/"),
            Just("/ABCD"),
            Just("é"),
            Just("a "),
            Just("FR76")
        ],
        1..20_000_usize,
    )
        .prop_map(|(word, times)| Value::String(word.repeat(times)));
    // Four of these in one another are as deep as the oracle's reader goes; deeper ones are [`Wire::Deep`].
    let deep = (1..28_usize).prop_map(|depth| (0..depth).fold(json!(1), |inner, _| json!([inner])));
    prop_oneof![
        2 => amount.prop_map(Value::from),
        2 => day.prop_map(Value::from),
        3 => word.prop_map(Value::from),
        2 => text().prop_map(Value::from),
        2 => prop_oneof![Just(json!(null)), Just(json!(true)), Just(json!([])), Just(json!({})), Just(json!(-1)), Just(json!(1e300))],
        1 => any::<i64>().prop_map(Value::from),
        1 => many,
        1 => deep,
    ]
}

fn twisted() -> impl Strategy<Value = Twisted> {
    let at = || 0..400_usize;
    let edit = prop_oneof![
        6 => (at(), value()).prop_map(|(at, value)| Edit::Put(at, value)),
        2 => at().prop_map(Edit::Remove),
        1 => (at(), 1..300_usize).prop_map(|(at, times)| Edit::Repeat(at, times)),
    ];
    let status = prop_oneof![24 => Just(200_u16), 1 => prop::sample::select(vec![201, 204, 206, 301, 307, 400, 401, 429, 500, 503])];
    let kind = prop_oneof![
        24 => Just("application/json"),
        2 => Just("application/hal+json; charset=utf-8"),
        1 => prop_oneof![Just("text/html"), Just("application/jsonp"), Just("")],
    ];
    let next = prop_oneof![6 => Just(None), 1 => prop::sample::select(&LINKS[..]).prop_map(Some)];
    let wire = prop_oneof![
        16 => Just(Wire::Whole),
        1 => (0..4000_usize).prop_map(Wire::Cut),
        1 => text().prop_map(Wire::More),
        1 => (1..50_000_usize).prop_map(Wire::Deep),
    ];
    let edits = prop_oneof![1 => Just(Vec::new()), 5 => prop::collection::vec(edit, 1..5)];
    (status, kind, next, edits, wire).prop_map(|(status, kind, next, edits, wire)| Twisted {
        status,
        kind,
        next,
        edits,
        wire,
    })
}

/// What an honest bank says.
fn honest(call: Call) -> Value {
    match call {
        Call::Token => json!({ "access_token": "token", "token_type": "Bearer", "expires_in": 3600,
            "refresh_token": "refresh", "scope": "aisp" }),
        Call::Accounts => json!({ "_links": {}, "accounts": [
            { "resourceId": "A1", "accountId": { "iban": "FR7630006000011234567890189" }, "name": "Compte courant",
              "usage": "PRIV", "cashAccountType": "CACC", "currency": "EUR", "psuStatus": "Account Holder", "_links": {} },
            { "resourceId": "A2", "name": "Carte", "cashAccountType": "CARD", "currency": "EUR" } ] }),
        Call::Balances => json!({ "balances": [
            { "name": "Solde", "balanceAmount": { "currency": "EUR", "amount": "640.05" }, "balanceType": "CLBD" },
            { "name": "Solde", "balanceAmount": { "currency": "EUR", "amount": "-12" }, "balanceType": "XPCD",
              "referenceDate": "2026-11-22" } ] }),
        Call::Transactions => {
            let row = |amount: &str, way: &str, day: &str, lines: Value| {
                json!({ "transactionAmount": { "currency": "EUR", "amount": amount }, "creditDebitIndicator": way,
                    "status": "BOOK", "bookingDate": day, "remittanceInformation": lines })
            };
            json!({ "_links": {}, "transactions": [
                row("1200.00", "CRDT", "2026-11-20", json!(["VIR SALAIRE", format!("/ORDP/{PARTY}")])),
                row("60.5", "DBIT", "2026-11-21", json!([format!("VIR LOYER /BENM/{PARTY}/REMI/NOVEMBRE")])),
                row("0.01", "DBIT", "2026-10-02", json!(["FR7630006000011234567890189"])) ] })
        }
    }
}

/// The value at a place, counted from the outermost, and where it stands in its parent.
fn change(value: &mut Value, at: &mut usize, edit: &mut Option<Edit>) {
    match value {
        Value::Object(fields) => {
            let keys: Vec<String> = fields.keys().cloned().collect();
            for key in keys {
                if edit.is_none() {
                    return;
                }
                if *at == 0 {
                    match edit.take() {
                        Some(Edit::Put(_, new)) => drop(fields.insert(key, new)),
                        Some(Edit::Remove(_)) => drop(fields.remove(&key)),
                        Some(Edit::Repeat(..)) | None => {}
                    }
                    return;
                }
                *at -= 1;
                if let Some(inner) = fields.get_mut(&key) {
                    change(inner, at, edit);
                }
            }
        }
        Value::Array(list) => {
            for place in 0..list.len() {
                if edit.is_none() {
                    return;
                }
                if *at == 0 {
                    match edit.take() {
                        Some(Edit::Put(_, new)) => list[place] = new,
                        Some(Edit::Remove(_)) => drop(list.remove(place)),
                        Some(Edit::Repeat(_, times)) => {
                            let again = list[place].clone();
                            list.extend(std::iter::repeat_n(again, times));
                        }
                        None => {}
                    }
                    return;
                }
                *at -= 1;
                change(&mut list[place], at, edit);
            }
        }
        _ => {}
    }
}

/// How many places there are.
fn places(value: &Value) -> usize {
    match value {
        Value::Object(fields) => fields.values().map(|inner| 1 + places(inner)).sum(),
        Value::Array(list) => list.iter().map(|inner| 1 + places(inner)).sum(),
        _ => 0,
    }
}

impl Twisted {
    fn page(&self, call: Call) -> Page {
        let mut value = honest(call);
        if let Some(next) = self.next {
            value["_links"] = json!({ "next": { "href": next } });
        }
        for edit in &self.edits {
            let (Edit::Put(at, _) | Edit::Remove(at) | Edit::Repeat(at, _)) = edit;
            let mut at = at % places(&value).max(1);
            change(&mut value, &mut at, &mut Some(edit.clone()));
        }
        let mut body = value.to_string();
        match &self.wire {
            Wire::Whole => {}
            Wire::Cut(at) => {
                let end = (0..=*at).rev().find(|end| body.is_char_boundary(*end));
                body.truncate(end.unwrap_or_default());
            }
            Wire::More(more) => body.push_str(more),
            Wire::Deep(depth) => body = "[".repeat(*depth),
        }
        Page {
            status: self.status,
            kind: self.kind,
            body,
        }
    }
}

async fn say(State(script): State<Shared>, request: Request) -> Response {
    let mut script = script.lock().unwrap_or_else(PoisonError::into_inner);
    script.asked.push(request.uri().path().to_owned());
    let page = script.pages.pop_front();
    let (status, kind, body) = page.map_or((404, "", String::new()), |page| {
        (page.status, page.kind, page.body)
    });
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or_default();
    if let Ok(kind) = kind.parse() {
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
    }
    response
}

impl Stet {
    /// A bank that waits for its words.
    ///
    /// # Errors
    /// What cannot be started.
    pub async fn new() -> Result<Self, String> {
        let listener =
            std::net::TcpListener::bind("127.0.0.1:0").map_err(|error| error.to_string())?;
        let address = listener.local_addr().map_err(|error| error.to_string())?;
        let script = Shared::default();
        let router = Router::new().fallback(say).with_state(Arc::clone(&script));
        serve(listener, router.clone())?;
        let house = House::beside(router, address).await?;
        let banks = &house.app.config().banks;
        let bank = banks
            .find("la-banque-postale", "FR")
            .ok_or("no such bank")?;
        Ok(Self {
            house,
            bank,
            script,
        })
    }

    /// The call, and what is wrong with what was made of its answer; none where it was refused.
    async fn call(&self, call: Call, pages: &[Page]) -> (Result<(), ()>, Result<(), String>) {
        let psu = Psu::default();
        let access = Access {
            bank: &self.bank,
            token: "token",
            psu: &psu,
            payer: NOBODY,
        };
        let account = UpstreamAccount {
            resource: "A1".to_owned(),
            identification: json!({}),
            currency: "EUR".to_owned(),
        };
        let upstream = self.house.app.upstream();
        let judged = match call {
            Call::Token => {
                let made = upstream
                    .exchange(&self.bank, NOBODY, "code", "verifier", "redirect")
                    .await;
                made.ok().map(|tokens| sound_token(&tokens.access, pages))
            }
            Call::Accounts => {
                let made = upstream.accounts(access).await;
                made.ok().map(|all| {
                    all.iter().try_for_each(|one| {
                        sound_label(&one.label, one.tail.as_ref().map(|tail| tail.0.as_str()))
                    })
                })
            }
            Call::Balances => {
                let made = upstream.balances(access, &account).await;
                made.ok().map(|all| sound_balances(&all, pages))
            }
            Call::Transactions => {
                let made = upstream.transactions(access, &account, None).await;
                made.ok().map(|all| sound_transactions(&all))
            }
        };
        match judged {
            Some(judged) => (Ok(()), judged),
            None => (Err(()), Ok(())),
        }
    }
}

fn first(pages: &[Page]) -> Result<Value, String> {
    let page = pages.first().ok_or("nothing was said")?;
    if page.status / 100 != 2 || !page.kind.starts_with("application/") {
        return Err("an answer that is none was taken".to_owned());
    }
    serde_json::from_str(&page.body).map_err(|_| "something that is no JSON was taken".to_owned())
}

/// a bearer token, for no more than was asked.
fn sound_token(access: &str, pages: &[Page]) -> Result<(), String> {
    let said = first(pages)?;
    let bearer = said["token_type"]
        .as_str()
        .is_some_and(|kind| kind.to_lowercase() == "bearer");
    let scope = match &said["scope"] {
        Value::Null => true,
        Value::String(words) => words
            .split(' ')
            .all(|word| word.is_empty() || word == "aisp"),
        _ => false,
    };
    let same = !access.is_empty() && said["access_token"].as_str() == Some(access);
    if bearer && scope && same {
        Ok(())
    } else {
        Err("a token was taken that is not what was asked for".to_owned())
    }
}

/// A label is short, and looks like nothing but itself.
fn sound_label(label: &str, tail: Option<&str>) -> Result<(), String> {
    let marks = [
        '\u{202e}', '\u{202d}', '\u{2066}', '\u{2067}', '\u{200f}', '\u{200e}',
    ];
    let clean = !label.contains(|letter: char| letter.is_control() || marks.contains(&letter));
    let short = label.chars().count() <= 70;
    let digits = tail.is_none_or(|tail| {
        tail.len() == 4 && tail.bytes().all(|byte| byte.is_ascii_alphanumeric())
    });
    if clean && short && digits {
        Ok(())
    } else {
        Err("a label that deceives was taken".to_owned())
    }
}

/// Cents of a decimal number, the slow way.
fn hundredths(text: &str) -> Option<i128> {
    let (sign, text) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let mut digits = format!("{part:0<5}");
    digits.insert_str(0, whole);
    let hundred_thousandths: i128 = digits.parse().ok()?;
    (hundred_thousandths % 1000 == 0).then_some(sign * hundred_thousandths / 1000)
}

fn sound_money(currency: &str, day: &str) -> Result<(), String> {
    let letters = currency.len() == 3 && currency.bytes().all(|byte| byte.is_ascii_uppercase());
    let parts: Vec<Option<u32>> = day.split('-').map(|part| part.parse().ok()).collect();
    let real = matches!(parts[..], [Some(_), Some(1..=12), Some(1..=31)]) && day.len() == 10;
    if letters && real {
        Ok(())
    } else {
        Err("a currency or a day that is none was taken".to_owned())
    }
}

fn sound_balances(
    all: &[backend::store::data::StoredBalance],
    pages: &[Page],
) -> Result<(), String> {
    let said = first(pages)?;
    let said = said["balances"]
        .as_array()
        .ok_or("balances out of nothing")?;
    if said.len() != all.len() {
        return Err("another number of balances than was said".to_owned());
    }
    for (said, made) in said.iter().zip(all) {
        sound_money(&made.currency, &made.on)?;
        let amount = said["balanceAmount"]["amount"]
            .as_str()
            .and_then(hundredths);
        if amount != Some(i128::from(made.cents)) {
            return Err("another amount than was said".to_owned());
        }
    }
    Ok(())
}

/// R-111, and the order that readers rely on.
fn sound_transactions(all: &[backend::upstream::ListedTransaction]) -> Result<(), String> {
    for one in all {
        sound_money(&one.currency, &one.booked)?;
        if one.label.contains(PARTY) || one.label.contains("FR7630006000011234567890189") {
            return Err("another person's name or number is in a label".to_owned());
        }
    }
    if all.is_sorted_by(|one, next| one.booked <= next.booked) {
        Ok(())
    } else {
        Err("transactions out of order".to_owned())
    }
}

impl Target for Stet {
    const NAME: &'static str = "stet";
    type Input = Input;

    fn inputs() -> BoxedStrategy<Input> {
        let call = prop_oneof![
            2 => Just(Call::Token),
            3 => Just(Call::Accounts),
            2 => Just(Call::Balances),
            3 => Just(Call::Transactions),
        ];
        (call, prop::collection::vec(twisted(), 1..4))
            .prop_map(|(call, pages)| Input { call, pages })
            .boxed()
    }

    async fn probe(&mut self, input: &Input) -> Result<Probe, String> {
        let pages: Vec<Page> = input
            .pages
            .iter()
            .map(|page| page.page(input.call))
            .collect();
        *self.script.lock().unwrap_or_else(PoisonError::into_inner) = Script {
            pages: pages.clone().into(),
            asked: Vec::new(),
        };
        let ((made, judged), took) = timed(self.call(input.call, &pages)).await;
        judged?;
        let script = self.script.lock().unwrap_or_else(PoisonError::into_inner);
        // nothing but the addresses of this bank, whatever its links say.
        let place = match input.call {
            Call::Token => "/la-banque-postale/token",
            Call::Accounts | Call::Balances | Call::Transactions => {
                "/la-banque-postale/stet/psd2/v1.4/"
            }
        };
        if !script.asked.iter().all(|path| path.starts_with(place)) {
            return Err("the bank was asked at an address that is not its own".to_owned());
        }
        let plain =
            |page: &Twisted| page.status == 200 && page.edits.is_empty() && page.next.is_none();
        let honest = input.pages.first().is_some_and(|page| {
            plain(page)
                && matches!(page.wire, Wire::Whole)
                && page.kind.contains("json")
                && page.kind != "application/jsonp"
        });
        if honest && made.is_err() {
            return Err("an honest answer was refused".to_owned());
        }
        let end = if made.is_ok() {
            End::Accepted
        } else {
            End::Refused
        };
        Ok(Probe { end, took })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oracle_reads_amounts() {
        assert_eq!(hundredths("-12"), Some(-1200));
        assert_eq!(hundredths("640.05"), Some(64_005));
        assert_eq!(hundredths("60.5"), Some(6050));
        assert_eq!(hundredths("1.234"), None);
        assert_eq!(hundredths("x"), None);
    }
}
