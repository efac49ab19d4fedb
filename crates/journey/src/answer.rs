//! What the backend answers, and what follows from it.

use contract::{End, Revocation, Stage, View};

use crate::{
    draft::{Switches, Ticks},
    effect::{Call, Effect, Tidings},
    event::{Answer, Failure, RequestNo, Session},
    machine::{Journey, Told},
    screen::{Bank, Ending, Region, Screen, Stop, Trouble},
};

/// Between two looks at data being read, in milliseconds.
const READING_PAUSE: u32 = 200;
/// Between two looks while the person is at the bank, in milliseconds.
const AT_BANK_PAUSE: u32 = 5_000;
/// Before what failed by itself is tried again by itself, in milliseconds.
const RETRY_PAUSE: u32 = 4_000;

impl Journey {
    /// Takes an answer, if it is the one awaited.
    pub(crate) fn answered(
        mut self,
        no: RequestNo,
        result: Result<Answer, Failure>,
        effects: &mut Vec<Effect>,
    ) -> Self {
        let Some((_, call)) = self.pending.take_if(|(awaited, _)| *awaited == no) else {
            return self;
        };
        match (call, result) {
            (Call::Leave, Ok(Answer::Ticket(ticket))) => {
                self.screen = Screen::Leaving;
                effects.push(Effect::Go(ticket));
            }
            (call, Ok(Answer::View(view))) => self.adopt(&call, *view, effects),
            (call, Ok(Answer::Ticket(_))) => self.fail(call, Failure::Server, effects),
            (call, Err(failure)) => self.fail(call, failure, effects),
        }
        self
    }

    /// Takes over where the backend says the journey stands. An older view never replaces a newer one.
    fn adopt(&mut self, call: &Call, view: View, effects: &mut Vec<Effect>) {
        if matches!(call, Call::Open | Call::Resume) {
            self.open = true;
            self.version = 0;
        }
        if view.version < self.version {
            return;
        }
        self.version = view.version;
        self.partner = Some(view.partner);
        self.whose = view.whose;
        self.steps = view.steps;
        self.id = Some(view.journey);
        if matches!(self.screen, Screen::Opening) {
            self.space = view.space;
        }
        let code = self.code.take();
        match (view.stage, code) {
            (Stage::Returned(_), Some(code)) => {
                self.screen = Screen::Redeeming;
                self.request(Call::Redeem(code), effects);
            }
            (Stage::Bank, _) => self.at_bank_step(effects),
            (stage, _) => {
                self.wish = None;
                self.draw(call, stage, effects);
            }
        }
    }

    /// No bank is chosen yet, or the one that was picked meanwhile is told now.
    fn at_bank_step(&mut self, effects: &mut Vec<Effect>) {
        if let Some(wish) = self.wish.take() {
            if !matches!(self.screen, Screen::Region(_)) {
                self.screen = Screen::Bank(Bank {
                    space: self.space,
                    chosen: Some(wish.clone()),
                });
            }
            self.request(Call::Choose(Some(wish)), effects);
        } else {
            self.screen = Screen::Bank(Bank {
                space: self.space,
                chosen: None,
            });
        }
    }

    fn draw(&mut self, call: &Call, stage: Stage, effects: &mut Vec<Effect>) {
        self.screen = match stage {
            Stage::Bank => Screen::Bank(Bank {
                space: self.space,
                chosen: None,
            }),
            Stage::Region(institution) => Screen::Region(Region {
                institution,
                space: self.space,
                chosen: None,
            }),
            Stage::Purposes(stage) => {
                let switches = match &self.screen {
                    Screen::Purposes(before, switches) if same_purposes(before, &stage) => {
                        switches.clone()
                    }
                    _ => Switches::default(),
                };
                Screen::Purposes(stage, switches)
            }
            Stage::Handoff(stage) => Screen::Handoff(stage),
            Stage::AtBank(at) => {
                self.wait(AT_BANK_PAUSE, effects);
                Screen::AtBank(at)
            }
            Stage::Returned(at) => Screen::Returned(at),
            Stage::Outcome(outcome, at) => Screen::Outcome(outcome, at),
            Stage::Holder(stage) => Screen::Holder(stage),
            Stage::Accounts(stage) => {
                let ticks = match &self.screen {
                    Screen::Accounts(before, ticks) if before.accounts == stage.accounts => {
                        ticks.clone()
                    }
                    _ => Ticks::default(),
                };
                Screen::Accounts(stage, ticks)
            }
            Stage::Reading { done, total } => {
                self.wait(READING_PAUSE, effects);
                Screen::Reading(done, total)
            }
            Stage::Result(preview) => Screen::Result(preview),
            Stage::Hosted(address) => Screen::Hosted(address),
            Stage::HandBack => Screen::HandBack,
            Stage::Sent(receipt) => {
                // A reload shows the receipt again; the outcome was told by the act that sent it.
                if matches!(call, Call::Send | Call::Redeem(_))
                    && self.told == Told::Nothing
                    && let Some(id) = self.id.clone()
                {
                    effects.push(Effect::Tell(Tidings::Success(id)));
                }
                self.told = Told::Outcome;
                Screen::Sent(receipt)
            }
            Stage::Ended(end) => return self.end(end, effects),
        };
    }

    /// The journey is over with nothing given: the page is told, once, and the tab forgets.
    pub(crate) fn end(&mut self, end: End, effects: &mut Vec<Effect>) {
        self.screen = Screen::Ended(Ending::Known(end));
        if self.told == Told::Nothing {
            self.told = Told::Outcome;
            effects.push(Effect::Tell(Tidings::Exit(self.id.clone(), end)));
        }
        effects.push(Effect::Forget);
    }

    fn fail(&mut self, call: Call, failure: Failure, effects: &mut Vec<Effect>) {
        match (call, failure) {
            (Call::Cancel, Failure::Gone | Failure::Mismatch | Failure::Token) => {
                self.end(End::Cancelled(Revocation::NothingToRevoke), effects);
            }
            (Call::Cancel, _) => {
                self.screen = Screen::Ended(Ending::Untold);
                self.failed = Some(Call::Cancel);
            }
            (Call::Resume, Failure::Gone | Failure::Token) if self.session == Session::Storage => {
                effects.push(Effect::Forget);
                self.begin(effects);
            }
            (_, Failure::Elsewhere) => self.stop(Stop::Elsewhere, effects),
            (_, Failure::Gone) => {
                effects.push(Effect::Forget);
                self.stop(Stop::Gone, effects);
            }
            (_, Failure::Token) => self.stop(Stop::Token, effects),
            (_, Failure::Setup) => self.stop(Stop::Setup, effects),
            (_, Failure::Mode) => self.stop(Stop::Mode, effects),
            (Call::Look, Failure::Mismatch | Failure::Handoff | Failure::NotConnected) => {
                self.trouble = Some(Trouble::Server);
                self.failed = Some(Call::Look);
            }
            (Call::Choose(_), Failure::NotConnected) => {
                self.screen = Screen::Bank(Bank {
                    space: self.space,
                    chosen: None,
                });
                self.request(Call::Choose(None), effects);
                self.trouble = Some(Trouble::NotConnected);
            }
            // Whether a code was taken when the answer got lost is for the backend to say: it is never sent twice.
            (Call::Redeem(_), _)
            | (_, Failure::Mismatch | Failure::Handoff | Failure::NotConnected) => {
                self.request(Call::Look, effects);
            }
            (call, Failure::Offline | Failure::Server | Failure::Busy(_)) => {
                self.hold(call, failure, effects);
            }
        }
    }

    /// Keeps the screen as it is and remembers what to try again.
    fn hold(&mut self, call: Call, failure: Failure, effects: &mut Vec<Effect>) {
        match failure {
            Failure::Busy(seconds) => {
                self.trouble = Some(Trouble::Busy);
                self.wait(u32::from(seconds.clamp(1, 60)) * 1_000, effects);
            }
            Failure::Offline => self.trouble = Some(Trouble::Offline),
            _ => self.trouble = Some(Trouble::Server),
        }
        if matches!(call, Call::Look | Call::Open | Call::Resume) && self.timer.is_none() {
            self.wait(RETRY_PAUSE, effects);
        }
        self.failed = Some(call);
    }

    /// Cannot go on: the page is told, once, unless the person alone has to act.
    pub(crate) fn stop(&mut self, stop: Stop, effects: &mut Vec<Effect>) {
        self.screen = Screen::Stopped(stop);
        self.code = None;
        if stop != Stop::Elsewhere && self.told == Told::Nothing {
            self.told = Told::Outcome;
            effects.push(Effect::Tell(Tidings::Error(stop)));
        }
    }
}

/// Whether two lists ask the same, in whatever language: then what was switched stays switched.
fn same_purposes(a: &contract::PurposesStage, b: &contract::PurposesStage) -> bool {
    a.accounts == b.accounts
        && a.purposes
            .iter()
            .map(|p| &p.id)
            .eq(b.purposes.iter().map(|p| &p.id))
}
