//! What the widget and the backend say to each other: types only, no I/O.
//!
//! Every state a journey can be in on the wire is a [`Stage`]; the widget draws it, the backend decides it.
//! `tests/golden.rs` holds the exact JSON of each, so that a change of shape is a decision and not an accident.

mod account;
mod catalogue;
mod id;
mod notice;
mod problem;
mod purpose;
mod result;
mod session;
mod stage;
mod step;

pub use account::{Account, AccountGroup, Offer, Role, Space, Tail, Withheld};
pub use catalogue::{Catalogue, CountryFile, DIRECTORY_PATH};
pub use id::{
    AccountId, ConnectionId, InstitutionId, JourneyId, PurposeId, ReceiptId, RegionId, Secret,
};
pub use notice::{Detail, Notice, NoticeText};
pub use problem::{Code, Problem};
pub use purpose::{Basis, DataClass, Given, Purpose, Sensitivity};
pub use result::{
    Balance, Correction, DataPage, Insight, Line, Month, Preview, Receipt, ReceiptAct, ReceiptLine,
};
pub use session::{Locale, Mode, Open, Opened, Partner, Redeem, Resume, Surface, Ticket, View};
pub use stage::{
    AccountsStage, Choice, End, HandoffStage, HolderStage, Outcome, PurposesStage, Revocation,
    Stage, Whereabouts,
};
pub use step::{AccountsAt, Capabilities, PurposesAt, Step};
