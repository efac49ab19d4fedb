//! The handoff and an attacker, small enough that every order of events can be tried.
//!
//! Two people, each with one browser, each the partner's customer with one journey of their own. The attacker wants the
//! victim's account list, or to have the victim use the attacker's accounts. They may forward any address they know,
//! make the victim's browser load an address or post a form from an evil page, and read every handoff code once it is
//! shown. They cannot read a request's body, a cookie, or another origin's storage.
//!
//! [`rules::step`] says what the backend does. `tests/holds.rs` has the checker try every order, with all guards (the
//! properties hold) and with each guard taken away (the checker finds the attack: none of them is there for nothing).

mod check; // the rules as stateright's checker asks for them
mod guard; // what protects, and what is assumed not to leak
pub mod property; // what must hold in every world
mod rules; // what the backend answers to each act
mod world; // who stands where

pub use check::Handoff;
pub use guard::{Guard, Leak};
pub use rules::{Act, Page, Verdict, step};
pub use world::{Journey, Stage, Who, World};
