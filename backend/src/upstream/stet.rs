//! STET 1.4, the French banks' PSD2 interface. One file per thing.

mod accounts;
mod balances;
mod call;
mod consents;
mod identity;
mod money;
mod signature;
mod transactions;
mod wire;

pub(super) use accounts::accounts;
pub(super) use balances::balances;
pub(super) use consents::consent;
pub(super) use identity::holder;
pub(super) use transactions::transactions;
