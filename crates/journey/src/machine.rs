//! The state of a journey, and which part of it an event goes to.

use contract::{Choice, JourneyId, Mode, Partner, Secret, Space, Step};

use crate::{
    effect::{Call, Effect, Tidings},
    event::{Event, RequestNo, Session, Start},
    screen::{Bank, Place, Screen, Stop, Trouble},
};

/// One run of the widget, from mount to end.
#[derive(Clone, Debug, PartialEq)]
pub struct Journey {
    /// What is drawn.
    pub(crate) screen: Screen,
    /// What failed beside it.
    pub(crate) trouble: Option<Trouble>,
    /// The request whose answer is awaited; an answer to any other is ignored.
    pub(crate) pending: Option<(RequestNo, Call)>,
    /// The request that failed and can be tried again.
    pub(crate) failed: Option<Call>,
    /// The timer that is awaited.
    pub(crate) timer: Option<RequestNo>,
    pub(crate) last: RequestNo,
    /// Set once the backend has answered an `Open` or a `Resume`.
    pub(crate) open: bool,
    pub(crate) id: Option<JourneyId>,
    /// A handoff code that is still to be exchanged.
    pub(crate) code: Option<Secret>,
    /// A bank picked, by the person or the page, before the backend could be told.
    pub(crate) wish: Option<Choice>,
    pub(crate) session: Session,
    /// What the page wants the element for.
    pub(crate) mode: Mode,
    pub(crate) version: u64,
    pub(crate) partner: Option<Partner>,
    pub(crate) whose: Option<String>,
    pub(crate) space: Space,
    pub(crate) steps: Vec<Step>,
    pub(crate) told: Told,
}

/// Whether the page has been told how it went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Told {
    /// Not yet.
    #[default]
    Nothing,
    /// Once, and that is enough.
    Outcome,
}

impl Default for Journey {
    fn default() -> Self {
        Self {
            screen: Screen::Opening,
            trouble: None,
            pending: None,
            failed: None,
            timer: None,
            last: RequestNo::default(),
            open: false,
            id: None,
            code: None,
            wish: None,
            session: Session::Storage,
            mode: Mode::Connect,
            version: 0,
            partner: None,
            whose: None,
            space: Space::Personal,
            steps: contract::Capabilities::default().steps().to_vec(),
            told: Told::Nothing,
        }
    }
}

impl Journey {
    /// Takes an event; gives the new state and what is to be done.
    ///
    /// An event that does not apply changes nothing and asks for nothing: late replies and double clicks are
    /// normal life. A change of place is announced, whatever caused it.
    #[must_use]
    pub fn step(self, event: Event) -> (Self, Vec<Effect>) {
        let before = self.screen.place();
        let mut effects = Vec::new();
        let mut journey = match event {
            Event::Started(start) => self.start(start, &mut effects),
            Event::Answered(no, result) => self.answered(no, result, &mut effects),
            Event::Waited(no) => self.waited(no, &mut effects),
            Event::Restored => self.refresh(Call::Resume, &mut effects),
            Event::Online | Event::Relabelled => self.refresh(Call::Look, &mut effects),
            other => self.act(other, &mut effects),
        };
        let after = journey.screen.place();
        if before != after {
            if journey.timer.is_some() && !effects.iter().any(|e| matches!(e, Effect::Wait(..))) {
                journey.timer = None;
            }
            effects.push(Effect::Announce(after));
        }
        (journey, effects)
    }

    /// What is drawn.
    pub fn screen(&self) -> &Screen {
        &self.screen
    }

    /// The kind of what is drawn.
    pub fn place(&self) -> Place {
        self.screen.place()
    }

    /// What failed beside the screen.
    pub fn trouble(&self) -> Option<Trouble> {
        self.trouble
    }

    /// Whether the person is waiting for an answer that the screen depends on.
    pub fn is_waiting(&self) -> bool {
        self.pending
            .as_ref()
            .is_some_and(|(_, call)| !matches!(call, Call::Look | Call::Open | Call::Resume))
            || self.wish.is_some()
    }

    /// Who asks, once the backend has said it.
    pub fn partner(&self) -> Option<&Partner> {
        self.partner.as_ref()
    }

    /// For whom this is and since when, where the backend says it.
    pub fn whose(&self) -> Option<&String> {
        self.whose.as_ref()
    }

    /// The steps in their order, as far as it is known.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The journey's id, once there is one.
    pub fn id(&self) -> Option<&JourneyId> {
        self.id.as_ref()
    }

    /// Whether one step back leads anywhere from here. Linking accounts is an act of its own and is not undone by it.
    pub fn can_go_back(&self) -> bool {
        if self.mode == Mode::Renew {
            // The bank is the one that wants the person again.
            return false;
        }
        match &self.screen {
            Screen::Region(_) | Screen::Handoff(_) | Screen::AtBank(_) | Screen::Outcome(..) => {
                true
            }
            Screen::Purposes(stage, _) => stage.accounts.is_empty(),
            Screen::Result(_) => {
                let place = |step| self.steps.iter().position(|s| *s == step);
                place(Step::Handoff) < place(Step::Purposes)
            }
            _ => false,
        }
    }

    /// Whether there is still something to leave.
    pub fn can_cancel(&self) -> bool {
        !matches!(
            self.screen,
            Screen::Sent(_)
                | Screen::Ended(_)
                | Screen::Leaving
                | Screen::HandBack
                | Screen::Stopped(Stop::Mode)
        )
    }

    fn start(mut self, start: Start, effects: &mut Vec<Effect>) -> Self {
        if self.last != RequestNo::default() {
            return self;
        }
        self.session = start.session;
        self.mode = start.mode;
        if self.mode != Mode::Connect {
            // Whether there are steps to be on is the backend's to say.
            self.steps.clear();
        }
        self.wish = start.institution.map(|institution| Choice {
            institution,
            region: None,
            space: Space::Personal,
        });
        effects.push(Effect::Tell(Tidings::Ready));
        match (start.saved, start.session) {
            (Some(saved), _) => {
                self.code = start
                    .returned
                    .filter(|r| r.journey == saved)
                    .map(|r| r.code);
                self.screen = if self.code.is_some() {
                    Screen::Redeeming
                } else {
                    Screen::Opening
                };
                self.id = Some(saved);
                self.request(Call::Resume, effects);
            }
            (None, Session::Cookie) => self.request(Call::Resume, effects),
            (None, Session::Storage) => self.begin(effects),
        }
        self
    }

    /// Opens a new journey; the bank step is there at once and does not wait for the answer. Where nothing is to be
    /// connected, nothing is shown until the answer says where to go on.
    pub(crate) fn begin(&mut self, effects: &mut Vec<Effect>) {
        self.open = false;
        self.id = None;
        self.code = None;
        self.version = 0;
        self.told = Told::Nothing;
        self.screen = match self.mode {
            Mode::Manage | Mode::Renew => Screen::Opening,
            Mode::Connect => Screen::Bank(Bank {
                space: self.space,
                chosen: self.wish.clone(),
            }),
        };
        self.request(Call::Open, effects);
    }

    /// Sends a request and awaits its answer instead of any other's.
    pub(crate) fn request(&mut self, call: Call, effects: &mut Vec<Effect>) {
        let no = self.number();
        self.pending = Some((no, call.clone()));
        self.failed = None;
        self.trouble = None;
        effects.push(Effect::Request(no, call));
    }

    /// Starts a timer instead of any other.
    pub(crate) fn wait(&mut self, milliseconds: u32, effects: &mut Vec<Effect>) {
        let no = self.number();
        self.timer = Some(no);
        effects.push(Effect::Wait(no, milliseconds));
    }

    fn number(&mut self) -> RequestNo {
        self.last = RequestNo(self.last.0.wrapping_add(1));
        self.last
    }

    fn waited(mut self, no: RequestNo, effects: &mut Vec<Effect>) -> Self {
        if self.timer != Some(no) {
            return self;
        }
        self.timer = None;
        match self.failed.take() {
            Some(call) => self.request(call, effects),
            None if self.pending.is_none() => self.request(Call::Look, effects),
            None => {}
        }
        self
    }

    /// The page came back to life, or its language changed: what failed is tried again, else the truth is asked for.
    /// A page from the browser's cache resumes as a reload does: a later page of the same tab may have taken its token.
    fn refresh(mut self, truth: Call, effects: &mut Vec<Effect>) -> Self {
        let settled = match self.screen {
            Screen::Stopped(_) | Screen::Ended(_) => true,
            // The receipt stays what it is; only its words change with the language.
            Screen::Sent(_) => truth == Call::Resume,
            _ => false,
        };
        let idle = matches!(self.pending, None | Some((_, Call::Look)));
        let call = match self.failed.take() {
            Some(Call::Look) if !settled => truth,
            Some(failed) => failed,
            None if self.open && idle && !settled => truth,
            None => return self,
        };
        self.request(call, effects);
        self
    }
}
