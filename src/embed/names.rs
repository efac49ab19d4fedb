//! Every public name in one place: attributes, events, and what the address carries.

/// Where the backend is.
pub const BACKEND: &str = "backend";
/// A journey token, given with the page.
pub const TOKEN: &str = "token";
/// The partner's own address that answers a POST with a journey token.
pub const TOKEN_URL: &str = "token-url";
/// `fr` or `en`.
pub const LOCALE: &str = "locale";
/// `auto`, `light` or `dark`.
pub const THEME: &str = "theme";
/// `connect`, `manage` or `renew`.
pub const MODE: &str = "mode";
/// An institution's id: the bank step is skipped.
pub const INSTITUTION: &str = "institution";
/// The person's French postcode: ranks the regions of a bank, and stays in the browser.
pub const POSTCODE: &str = "postcode";
/// `inline` or `hosted`.
pub const SURFACE: &str = "surface";

/// The element can be used.
pub const READY: &str = "guichet-ready";
/// Another step is shown: `detail.step`.
pub const STEP: &str = "guichet-step";
/// `detail.step` of [`STEP`] when the person says that their bank is not in the list. What was typed stays here.
pub const BANK_MISSING: &str = "bank-missing";
/// Sent: `detail.journey`.
pub const SUCCESS: &str = "guichet-success";
/// Over with nothing given: `detail.journey`, `detail.reason`.
pub const EXIT: &str = "guichet-exit";
/// Cannot go on by itself: `detail.code`.
pub const ERROR: &str = "guichet-error";

/// The beginning of the fragment that a return from the bank carries: `guichet=<journey>.<code>`.
pub const FRAGMENT: &str = "guichet=";
