//! Forgetting a person (GDPR art. 17): access is closed at the banks, data is deleted, and the key that opens what the
//! ledger says of them is destroyed. The chain still verifies, and leads to nobody.
//!
//! The tuples of what was given stay, as proof that nothing was read without them: ids that nothing here resolves.

use crate::app::App;
use crate::closing;
use crate::problem::Fault;

/// Erases a user of a partner.
///
/// # Errors
/// [`Fault::Store`]. A bank that cannot be told is no error: tokens go, whatever it says.
pub async fn erase(app: &App, partner: &str, user: &str) -> Result<(), Fault> {
    for connection in app.store().connections_of(partner, user).await? {
        closing::close(app, &connection.id).await?;
    }
    app.store().erase_user(user).await
}
