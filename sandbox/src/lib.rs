//! The outside world to try a connection with: banks that speak STET 1.4 and `OAuth` 2 over HTTP, and a
//! partner's page. Start at [`server`], which opens the listeners; [`bank::behaviour`] is the table of
//! what each bank does differently; [`person`] lists the test people.
//!
//! Nothing here depends on another member of the workspace: what a bank cannot know, this cannot know.

pub mod account; // what a person holds at a bank, as STET sees it
pub mod app; // the state the banks share, and their router
pub mod bank; // which banks there are and how each behaves
pub mod clock; // the one source of time
pub mod draw; // repeatable chance
pub mod journal; // the log of every call the banks got
pub mod lang; // French or English
pub mod ledger; // 24 months of an account's transactions
pub mod oauth; // authorization server: metadata, PAR, authorize, token, revoke
pub mod options; // the command line
pub mod origin; // scheme, host and port
pub mod pages; // what the person sees at the bank
pub mod partner; // the demo partner: its pages and its token endpoint
pub mod person; // the test people
pub mod secret; // random tokens, digests, and text that is never printed
pub mod server; // listeners, ready lines, the end
pub mod stet; // STET 1.4: accounts, consents, balances, transactions, identity
