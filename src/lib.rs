//! Guichet, the widget: a person connects a bank account and decides what it may be used for.
//!
//! Where to start: [`embed`] mounts the widget, `shell` turns events into state and effects, `steps` draws.
//!
//! | module | what it holds |
//! |---|---|
//! | [`embed`] | mount and unmount, attributes, public names, the style sheet |
//! | `shell` | `send(Event)`: step the journey, perform its effects |
//! | `effects` | the only code that touches network, location, storage, focus and host events |
//! | `api` | the client of the backend's journey API |
//! | `banks` | the directory in memory, and other countries on demand |
//! | `text` | every label, in French and English |
//! | `format` | dates and amounts, by `Intl` |
//! | `leptos` | the parts of Leptos that are used |
//! | `ui` | the few controls |
//! | `steps` | one file per step |

// See the same in `directory`.
#![cfg_attr(not(test), warn(clippy::string_slice))]

mod api;
mod banks;
mod effects;
pub mod embed;
mod format;
mod leptos;
mod shell;
mod steps;
mod text;
mod ui;
