//! What the person sees at the bank: plain pages, one style sheet, no script.

pub mod answer; // back to the client
pub mod choose; // page 3, where accounts are chosen at the bank
pub mod confirm; // page 2: the trusted device
pub mod identify; // page 1: who are you
pub mod index; // the list of banks
pub mod layout; // the frame of all pages
pub mod trouble; // a request that goes nowhere
