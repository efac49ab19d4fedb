//! People on the bank's pages, and pushed requests that wait for them.

use std::collections::HashMap;

use time::{Duration, OffsetDateTime};

use super::request::AuthRequest;
use crate::{person::Person, secret};

/// How long a pushed request waits. RFC 9126 §2.2 suggests 5 to 600 s.
pub const PUSHED_LIFE: Duration = Duration::seconds(90);

/// How long a person may take on the bank's pages.
pub const VISIT_LIFE: Duration = Duration::minutes(10);

/// All visits and pushed requests.
#[derive(Debug, Default)]
pub struct Visits {
    pushed: HashMap<String, (AuthRequest, OffsetDateTime)>,
    open: HashMap<String, Visit>,
}

/// One person's way through the pages.
#[derive(Debug, Clone)]
pub struct Visit {
    /// What the client asked for.
    pub request: AuthRequest,
    /// Where the person is.
    pub stage: Stage,
    opened: OffsetDateTime,
}

/// Where a person is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Says who they are.
    Identify,
    /// Confirms on the trusted device.
    Confirm(Person),
    /// Chooses accounts, at the banks where that is done.
    Choose(Person),
}

impl Visits {
    /// Keeps a pushed request. Answers its `request_uri`.
    pub fn push(&mut self, request: AuthRequest, now: OffsetDateTime) -> String {
        self.pushed.retain(|_, (_, until)| *until > now);
        let uri = format!("urn:ietf:params:oauth:request_uri:{}", secret::random());
        self.pushed
            .insert(uri.clone(), (request, now + PUSHED_LIFE));
        uri
    }

    /// The request pushed to `bank` under `uri`, once.
    pub fn take_pushed(
        &mut self,
        uri: &str,
        bank: &str,
        now: OffsetDateTime,
    ) -> Option<AuthRequest> {
        let (request, until) = self.pushed.remove(uri)?;
        (until > now && request.bank == bank).then_some(request)
    }

    /// Opens a visit. Answers its id, which the pages carry in their forms.
    pub fn open(&mut self, request: AuthRequest, now: OffsetDateTime) -> String {
        // Kept an hour past their end, so that a late person is told what happened.
        self.open
            .retain(|_, visit| visit.opened + VISIT_LIFE + Duration::HOUR > now);
        let id = secret::random();
        self.open.insert(
            id.clone(),
            Visit {
                request,
                stage: Stage::Identify,
                opened: now,
            },
        );
        id
    }

    /// The visit `id` at `bank`.
    pub fn find(&self, id: &str, bank: &str) -> Option<&Visit> {
        self.open.get(id).filter(|visit| visit.request.bank == bank)
    }

    /// The person goes on to `stage`.
    pub fn go_on(&mut self, id: &str, stage: Stage) {
        if let Some(visit) = self.open.get_mut(id) {
            visit.stage = stage;
        }
    }

    /// The visit is over: only the first caller gets it.
    pub fn close(&mut self, id: &str) -> Option<Visit> {
        self.open.remove(id)
    }
}

impl Visit {
    /// Whether the person took too long.
    pub fn is_late(&self, now: OffsetDateTime) -> bool {
        now > self.opened + VISIT_LIFE
    }
}
