//! The model of the handoff (`tests/model`) and the real backend are taken through the same acts, in random order: after
//! each of them both say the same of both journeys. So what the checker proves of the model is said of this backend.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{BuildHasher, Hasher, RandomState};

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use backend::journey::{Phase, Returned};
use backend::store::attempts::AttemptStatus;
use fuzz::house::{Answer, House, OWN, PAGE};
use fuzz::people::{BANKS, Journey};
use model::{Act, Handoff, Page, Stage, Verdict, Who, World, step};
use serde_json::json;
use stateright::Model;

/// Acts of one trace: enough for both to come to an end, several times over.
const ACTS: usize = 48;
/// Seeds that are always tried; what they come to is known, so how far they reach is asserted.
const FIXED: std::ops::Range<u64> = 0..24;
/// Seeds nobody has tried.
const FRESH: usize = 6;

/// Both are customers of this bank.
const fn person(who: Who) -> &'static str {
    match who {
        Who::Victim => "ordinary",
        Who::Attacker => "household",
    }
}

/// `SplitMix64`: the same numbers from a seed in every version.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let end = u64::try_from(end).unwrap();
        usize::try_from((mixed ^ (mixed >> 31)) % end).unwrap()
    }
}

/// One person's browser and journey, and what is known of its attempts.
struct Side {
    journey: Journey,
    /// The browser's cookies.
    cookies: BTreeMap<String, String>,
    ticket: Option<String>,
    /// Where the bank waits, until somebody has confirmed there.
    bank: Option<String>,
    /// The bank's last answer, as an address on our side.
    answer: Option<String>,
    /// Codes that were exchanged at the bank for the attempt in hand.
    exchanges: u8,
    code: Option<String>,
}

struct Real {
    house: House,
    sides: [Side; 2],
    /// The accounts' last digits, by whose they are.
    tails: [BTreeSet<String>; 2],
}

impl Real {
    async fn new() -> Self {
        let mut house = House::new().await.unwrap();
        let mut tails = [BTreeSet::new(), BTreeSet::new()];
        for who in Who::ALL {
            let mut real = Self::beside(house, tails.clone()).await;
            // One honest journey each, to know their accounts again.
            for act in [
                Act::Ask(who),
                Act::Go {
                    by: who,
                    whose: who,
                    from: Page::Partner,
                },
                Act::Return {
                    confirmed: who,
                    loaded: who,
                    whose: who,
                },
                Act::Redeem {
                    by: who,
                    whose: who,
                },
            ] {
                real.act(act).await;
            }
            tails[who as usize] = real.shown(who).await;
            house = real.house;
        }
        assert!(!tails[0].is_empty() && tails[0].is_disjoint(&tails[1]));
        Self::beside(house, tails).await
    }

    /// Two new journeys in the same house.
    async fn beside(house: House, tails: [BTreeSet<String>; 2]) -> Self {
        let side = async || Side {
            journey: house.journey(BANKS[0]).await.unwrap(),
            cookies: BTreeMap::new(),
            ticket: None,
            bank: None,
            answer: None,
            exchanges: 0,
            code: None,
        };
        let sides = [side().await, side().await];
        Self {
            house,
            sides,
            tails,
        }
    }

    fn side(&mut self, who: Who) -> &mut Side {
        &mut self.sides[who as usize]
    }

    /// A browser's top-level navigation or form.
    async fn browse(
        &mut self,
        by: Who,
        request: axum::http::request::Builder,
        body: String,
    ) -> Answer {
        let cookies = &self.side(by).cookies;
        let line: Vec<String> = cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let request = if line.is_empty() {
            request
        } else {
            request.header(header::COOKIE, line.join("; "))
        };
        let answer = self
            .house
            .ask(request.body(Body::from(body)).unwrap())
            .await;
        for set in answer.headers.get_all(header::SET_COOKIE) {
            let pair = set.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.side(by)
                .cookies
                .insert(name.to_owned(), value.to_owned());
        }
        answer
    }

    async fn form(&mut self, by: Who, path: &str, origin: &str, body: String) -> Answer {
        let request = Request::post(path)
            .header(header::ORIGIN, origin)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.browse(by, request, body).await
    }

    /// A call of the widget in somebody's page, with that page's own access.
    async fn call(
        &mut self,
        by: Who,
        method: Method,
        path: &str,
        body: serde_json::Value,
    ) -> Answer {
        let access = format!("Bearer {}", self.side(by).journey.access);
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::ORIGIN, PAGE)
            .header(header::AUTHORIZATION, access)
            .header(header::CONTENT_TYPE, "application/json");
        let request = request.body(Body::from(body.to_string())).unwrap();
        self.house.ask(request).await
    }

    async fn act(&mut self, act: Act) {
        match act {
            Act::Ask(who) => self.ask(who).await,
            Act::Go { by, whose, from } => {
                let origin = match from {
                    Page::Partner => PAGE,
                    Page::Evil => "http://evil.example",
                };
                let ticket = self.side(whose).ticket.clone().unwrap_or_default();
                let gone = self
                    .form(by, "/go", origin, format!("ticket={ticket}"))
                    .await;
                let place = gone.header(header::LOCATION).to_owned();
                if place.contains("/authorize?") {
                    let side = self.side(whose);
                    (side.bank, side.answer) = (Some(place), None);
                    side.exchanges = 0;
                }
            }
            Act::Return {
                confirmed,
                loaded,
                whose,
            } => {
                if let Some(bank) = self.side(whose).bank.take() {
                    let answer = self.house.confirm(&bank, person(confirmed)).await.unwrap();
                    let address = answer[url::Position::BeforePath..].to_owned();
                    self.side(whose).answer = Some(address);
                    self.load(loaded, whose).await;
                }
            }
            Act::Replay { by, whose } => self.load(by, whose).await,
            Act::Redeem { by, whose } => {
                let code = self.side(whose).code.clone().unwrap_or_default();
                let body = json!({ "code": code, "wv": self.side(by).journey.wv });
                self.call(by, Method::POST, "/journeys/current/redeem", body)
                    .await;
            }
            Act::Save(who) => {
                let id = self.side(who).journey.id.clone();
                let store = self.house.app.store();
                let connection = store.journey(&id).await.unwrap().unwrap().state.connection;
                let mut open = Vec::new();
                if let Some(connection) = connection {
                    let all = store
                        .accounts(self.house.app.keys(), connection.as_str())
                        .await
                        .unwrap();
                    open.extend(
                        all.into_iter()
                            .filter(|one| one.shown.offer == contract::Offer::Open)
                            .map(|one| one.shown.id),
                    );
                }
                let body = json!({ "accounts": open });
                self.call(who, Method::PUT, "/journeys/current/accounts", body)
                    .await;
            }
        }
    }

    /// The handoff button. Where an answer came elsewhere, the way to it is "begin again", in the browser that left.
    async fn ask(&mut self, who: Who) {
        if self.stage(who).await == Stage::Quarantined {
            let journey = self.side(who).journey.id.clone();
            let body = format!("act=restart&journey={journey}");
            let answer = self.form(who, "/elsewhere", OWN, body).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER);
        }
        let answer = self
            .call(who, Method::POST, "/journeys/current/attempts", json!({}))
            .await;
        if answer.status == StatusCode::OK {
            let ticket: contract::Ticket = serde_json::from_slice(&answer.body).unwrap();
            let side = self.side(who);
            side.ticket = Some(ticket.ticket.expose().to_owned());
            (side.bank, side.exchanges) = (None, 0);
        }
    }

    /// A browser loads the bank's last answer to a journey's attempt.
    async fn load(&mut self, by: Who, whose: Who) {
        let Some(address) = self.side(whose).answer.clone() else {
            return;
        };
        let before = self.house.exchanges();
        let answer = self.browse(by, Request::get(address), String::new()).await;
        assert!(answer.status.as_u16() < 500);
        let exchanges = self.house.exchanges() - before;
        self.side(whose).exchanges += u8::try_from(exchanges).unwrap();
        let code = answer.header(header::LOCATION).split_once("#guichet=");
        if let Some((_, code)) = code.and_then(|(_, fragment)| fragment.split_once('.')) {
            self.side(whose).code = Some(code.to_owned());
        }
    }

    async fn status(&self, who: Who) -> Option<AttemptStatus> {
        let ticket = self.sides[who as usize].ticket.as_ref()?;
        let now = self.house.app.now();
        let attempt = self
            .house
            .app
            .store()
            .attempt_of_ticket(ticket, now)
            .await
            .unwrap();
        attempt.map(|attempt| attempt.status)
    }

    /// Whose account list a journey holds, by the accounts' last digits; none are read before the code is redeemed.
    async fn shown(&self, who: Who) -> BTreeSet<String> {
        let store = self.house.app.store();
        let id = &self.sides[who as usize].journey.id;
        let journey = store.journey(id).await.unwrap().unwrap();
        let Some(connection) = journey.state.connection else {
            return BTreeSet::new();
        };
        let all = store
            .accounts(self.house.app.keys(), connection.as_str())
            .await
            .unwrap();
        all.into_iter()
            .filter_map(|one| Some(one.shown.tail?.0))
            .collect()
    }

    async fn whose(&self, who: Who) -> Who {
        let shown = self.shown(who).await;
        let mut all = Who::ALL.into_iter();
        let of = all.find(|of| !shown.is_empty() && shown.is_subset(&self.tails[*of as usize]));
        of.expect("accounts of nobody")
    }

    /// The model's word for where a journey is. What nobody has been shown yet is nobody's: see [`agrees`].
    async fn stage(&self, who: Who) -> Stage {
        let id = &self.sides[who as usize].journey.id;
        let journey = self.house.app.store().journey(id).await.unwrap().unwrap();
        match (journey.state.phase, self.status(who).await) {
            (Phase::Choosing, None) => Stage::Chosen,
            (Phase::Choosing | Phase::AtBank, Some(AttemptStatus::Ready)) => Stage::Ticket,
            (Phase::AtBank, Some(AttemptStatus::Open)) => Stage::AtBank,
            (
                Phase::Returned {
                    outcome: Returned::Astray,
                    ..
                },
                _,
            ) => Stage::Quarantined,
            (
                Phase::Returned {
                    outcome: Returned::Access,
                    ..
                },
                _,
            ) => Stage::Returned(who),
            (Phase::Accounts, _) => Stage::Shown(self.whose(who).await),
            (Phase::Purposes, _) => Stage::Given(self.whose(who).await),
            other => panic!("the model has no word for {other:?}"),
        }
    }

    /// Whether both say the same of both journeys.
    async fn agrees(&self, world: &World) -> Result<(), String> {
        for who in Who::ALL {
            let (model, real) = (world.of(who), self.stage(who).await);
            let same = match (model.stage, real) {
                (Stage::Returned(_), Stage::Returned(_)) => true,
                (model, real) => model == real,
            };
            let exchanges = self.sides[who as usize].exchanges;
            if !same || model.exchanges != exchanges {
                return Err(format!(
                    "{who:?}: the model says {:?} and {} exchanges, the backend {real:?} and {exchanges}",
                    model.stage, model.exchanges
                ));
            }
        }
        Ok(())
    }
}

/// What the traces of some seeds have met.
#[derive(Default)]
struct Met {
    stages: BTreeSet<String>,
    outcomes: BTreeSet<String>,
}

/// Takes both through one trace.
async fn trace(real: Real, seed: u64, met: &mut Met) -> Real {
    let mut real = Real::beside(real.house, real.tails).await;
    let (mut dice, mut world, mut acts) = (Dice(seed), World::default(), Vec::new());
    let handoff = Handoff::default();
    let mut all = Vec::new();
    handoff.actions(&world, &mut all);
    for _ in 0..ACTS {
        // Half of the acts lead on: by chance alone few would.
        let onward: Vec<Act> = all
            .iter()
            .copied()
            .filter(|act| step(world, *act, None).0 != world)
            .collect();
        let choice = if onward.is_empty() || dice.below(2) == 0 {
            &all
        } else {
            &onward
        };
        let act = choice[dice.below(choice.len())];
        acts.push(act);
        let (next, verdict) = step(world, act, None);
        world = next;
        real.act(act).await;
        if let Err(why) = real.agrees(&world).await {
            panic!("seed {seed}: {why}\nafter {acts:#?}");
        }
        for who in Who::ALL {
            met.stages
                .insert(format!("{who:?} {:?}", world.of(who).stage));
        }
        met.outcomes.insert(outcome(act, verdict));
    }
    real
}

/// The kind of an act, and what became of it.
fn outcome(act: Act, verdict: Verdict) -> String {
    let kind = match act {
        Act::Ask(_) => "ask",
        Act::Go {
            from: Page::Partner,
            ..
        } => "go",
        Act::Go {
            from: Page::Evil, ..
        } => "go from an evil page",
        Act::Return {
            confirmed, loaded, ..
        } if confirmed == loaded => "return",
        Act::Return { .. } => "return in another browser",
        Act::Replay { .. } => "replay",
        Act::Redeem { by, whose } if by == whose => "redeem",
        Act::Redeem { .. } => "redeem another's",
        Act::Save(_) => "save",
    };
    format!("{kind}: {verdict:?}")
}

#[tokio::test]
async fn r_157_the_model_and_the_backend_agree_on_random_traces() {
    let mut real = Real::new().await;
    let mut met = Met::default();
    for seed in FIXED {
        real = trace(real, seed, &mut met).await;
    }
    let accepted =
        ["ask", "go", "redeem", "return", "save"].map(|kind| format!("{kind}: Accepted"));
    let refused = [
        "ask",
        "go",
        "go from an evil page",
        "redeem",
        "redeem another's",
        "replay",
        "return",
        "return in another browser",
        "save",
    ]
    .map(|kind| format!("{kind}: Refused"));
    for wanted in accepted.iter().chain(&refused) {
        assert!(
            met.outcomes.contains(wanted),
            "no fixed seed comes to {wanted}"
        );
    }
    // What the checker finds: six stages of the victim's journey, seven of the attacker's.
    assert_eq!(met.stages.len(), 13, "{:?}", met.stages);

    let mut fresh = Met::default();
    for _ in 0..FRESH {
        let seed = RandomState::new().build_hasher().finish();
        println!("fresh seed {seed}");
        real = trace(real, seed, &mut fresh).await;
    }
}
