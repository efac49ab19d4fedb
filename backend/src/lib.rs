//! Guichet's backend: the only OAuth client, and the keeper of journeys and consents.
//!
//! Start at [`app`]: what handlers share, and the routes. Then follow a person: [`journey_api`] (the widget's calls),
//! [`handoff`] (to the bank and back), [`reading`], [`preview`], [`sending`]. What a screen shows is decided in
//! [`view`]; what ran out or broke is made good in [`settle`] and [`sweep`].

mod adding; // accounts and purposes added to a connection
pub mod app; // what handlers share, and the router
pub mod article30; // a draft of the record of processing
mod assets; // the widget's files
mod body; // JSON bodies
mod book; // what was read, and each purpose's share of it
mod caller; // where a request comes from
pub mod catalogue; // institutions, and the directory's files
pub mod clock; // the one source of time
mod closing; // access closed: bank told, tokens and data gone
pub mod config; // the operator's file
mod erasure; // forgetting a person
mod handoff; // /go, /callback, /again, /finish
mod health; // /health, /metrics
mod holder; // whose account it is, where the partner expects somebody
mod insights; // what formulas find, and its words
pub mod journey; // the journey as it is kept
mod journey_api; // what the widget calls
pub mod ledger; // what was asked, given and refused, provably
mod limits; // how often who may ask
mod manage; // what a person shares, and taking it back
pub mod metering; // what reading costs, and who pays
mod metrics; // Prometheus
mod openapi; // the API's description
mod pages; // the backend's own pages
mod partner_api; // what a partner's server calls
mod preview; // what a partner would receive
pub mod problem; // faults, problem bodies, the request log
mod reading; // the job that reads exactly what was given
pub mod receipt; // what the person has in hand: written once, signed
pub mod refresh; // what was sent, read again without the person
mod renewal; // the bank's clock turned, and nothing else
pub mod secrets; // random, hashes, sealing
mod security; // events, headers, CORS
mod sending; // from send to receipt
mod settle; // a journey brought to rest
pub mod start; // from a configuration to a running app
pub mod store; // the database
pub mod sweep; // what ran out, what a crash left
pub mod upstream; // banks
mod view; // which screen a person sees
pub mod webhooks; // what a partner's server is told
mod withdrawal; // taking it back, for the next call on
mod words; // legal words
