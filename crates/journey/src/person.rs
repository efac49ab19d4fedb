//! What the person does.

use contract::{Choice, End, PurposesAt, Revocation};

use crate::{
    effect::{Call, Effect},
    event::{Event, Pick, Regions},
    machine::Journey,
    screen::{Bank, Ending, Region, Screen, Stop},
};

impl Journey {
    /// Performs what the person asked for, if it applies to what is on the screen.
    pub(crate) fn act(mut self, event: Event, effects: &mut Vec<Effect>) -> Self {
        match event {
            Event::Cancel => self.cancel(effects),
            Event::Retry => self.retry(effects),
            Event::Back => self.back(effects),
            Event::Ticked(id, mark) => {
                if let Screen::Accounts(stage, ticks) = &mut self.screen {
                    ticks.mark(&stage.accounts, &id, mark);
                }
            }
            Event::AllTicked(group, mark) => {
                if let Screen::Accounts(stage, ticks) = &mut self.screen {
                    ticks.mark_all(&stage.accounts, group, mark);
                }
            }
            Event::Switched(id, mark) => {
                if let Screen::Purposes(stage, switches) = &mut self.screen {
                    switches.switch(stage, &id, mark);
                }
            }
            Event::Spared(id, account, mark) => {
                if let Screen::Purposes(stage, switches) = &mut self.screen {
                    switches.spare(stage, &id, &account, mark);
                }
            }
            Event::Picked(pick) => self.pick(pick, effects),
            Event::RegionPicked(region) => {
                if let Screen::Region(at) = &mut self.screen {
                    at.chosen = Some(region.clone());
                    let choice = Choice {
                        institution: at.institution.clone(),
                        region: Some(region),
                        space: at.space,
                    };
                    self.choose(choice, effects);
                }
            }
            Event::SpacePicked(space) => match &mut self.screen {
                Screen::Bank(bank) => {
                    bank.space = space;
                    self.space = space;
                }
                Screen::Region(region) => {
                    region.space = space;
                    self.space = space;
                }
                _ => {}
            },
            other => {
                if let Some(call) = self.call_for(&other) {
                    if matches!(call, Call::Resume) {
                        self.screen = Screen::Opening;
                    }
                    self.request(call, effects);
                } else {
                    self.depart(&other, effects);
                }
            }
        }
        self
    }

    /// The request that an event stands for, unless one is under way: that is what makes a double click harmless.
    fn call_for(&self, event: &Event) -> Option<Call> {
        if self
            .pending
            .as_ref()
            .is_some_and(|(_, call)| !matches!(call, Call::Look))
        {
            return None;
        }
        match (&self.screen, event) {
            (Screen::Handoff(_), Event::Leave) => Some(Call::Leave),
            (Screen::Holder(_), Event::GoOn) => Some(Call::Confirm),
            (Screen::Accounts(stage, ticks), Event::AccountsSaved) if ticks.count() > 0 => {
                Some(Call::Accounts(ticks.chosen(&stage.accounts)))
            }
            (Screen::Purposes(stage, switches), Event::PurposesSaved) => {
                Some(Call::Purposes(switches.given(stage)))
            }
            (Screen::Result(_), Event::Send) => Some(Call::Send),
            (Screen::Result(_), Event::Discard) => Some(Call::Discard),
            (Screen::Result(_), Event::Corrected(id)) => Some(Call::Correct(id.clone())),
            (Screen::Outcome(_, at) | Screen::AtBank(at), Event::Retry) => {
                Some(Call::Choose(Some(at.choice.clone())))
            }
            (Screen::Outcome(_, at), Event::OtherSpace) => {
                let choice = Choice {
                    space: at.choice.space.other(),
                    ..at.choice.clone()
                };
                Some(Call::Choose(Some(choice)))
            }
            (Screen::Stopped(Stop::Elsewhere), Event::ContinueHere) => Some(Call::Resume),
            _ => None,
        }
    }

    /// Leaves the page, by a form or an address, or begins anew.
    fn depart(&mut self, event: &Event, effects: &mut Vec<Effect>) {
        let way = match (&self.screen, event) {
            (Screen::Returned(_), Event::ContinueHere) => Effect::Reclaim,
            (Screen::Hosted(address), Event::GoOn) => Effect::Visit(address.clone()),
            (Screen::HandBack, Event::GoOn) => Effect::HandBack,
            (
                Screen::Ended(_) | Screen::Sent(_) | Screen::Stopped(Stop::Gone | Stop::Token),
                Event::Restart,
            ) => {
                self.wish = None;
                effects.push(Effect::Forget);
                self.begin(effects);
                return;
            }
            _ => return,
        };
        effects.push(way);
        self.pending = None;
        self.screen = Screen::Leaving;
    }

    fn pick(&mut self, pick: Pick, effects: &mut Vec<Effect>) {
        let Screen::Bank(bank) = &mut self.screen else {
            return;
        };
        if bank.chosen.as_ref() == Some(&pick.choice) {
            return;
        }
        match pick.regions {
            Regions::Known => bank.chosen = Some(pick.choice.clone()),
            Regions::Ask => {
                self.screen = Screen::Region(Region {
                    institution: pick.choice.institution.clone(),
                    space: pick.choice.space,
                    chosen: None,
                });
            }
        }
        self.choose(pick.choice, effects);
    }

    /// Tells the backend what was chosen, or keeps it until the journey is open.
    fn choose(&mut self, choice: Choice, effects: &mut Vec<Effect>) {
        if self.open {
            self.wish = None;
            self.request(Call::Choose(Some(choice)), effects);
        } else {
            self.wish = Some(choice);
        }
    }

    fn back(&mut self, effects: &mut Vec<Effect>) {
        if !self.can_go_back() {
            return;
        }
        let call = match &self.screen {
            Screen::Result(_) => Call::Back,
            Screen::Handoff(stage) if stage.capabilities.purposes == PurposesAt::Before => {
                Call::Choose(Some(stage.whereabouts.choice.clone()))
            }
            Screen::Handoff(stage) if stage.whereabouts.choice.region.is_some() => {
                Call::Choose(Some(Choice {
                    region: None,
                    ..stage.whereabouts.choice.clone()
                }))
            }
            Screen::Region(_) => {
                self.screen = Screen::Bank(Bank {
                    space: self.space,
                    chosen: None,
                });
                self.wish = None;
                if !self.open {
                    return;
                }
                Call::Choose(None)
            }
            _ => Call::Choose(None),
        };
        self.request(call, effects);
    }

    fn retry(&mut self, effects: &mut Vec<Effect>) {
        if let Some(call) = self.failed.take() {
            self.request(call, effects);
        } else if matches!(self.screen, Screen::Stopped(Stop::Token)) && self.pending.is_none() {
            self.begin(effects);
        } else if let Some(call) = self.call_for(&Event::Retry) {
            self.request(call, effects);
        }
    }

    fn cancel(&mut self, effects: &mut Vec<Effect>) {
        if !self.can_cancel() {
            return;
        }
        self.timer = None;
        self.wish = None;
        self.code = None;
        if self.id.is_some() || self.pending.is_some() {
            self.screen = Screen::Ended(Ending::Telling);
            self.request(Call::Cancel, effects);
        } else {
            self.failed = None;
            self.trouble = None;
            self.end(End::Cancelled(Revocation::NothingToRevoke), effects);
        }
    }
}
