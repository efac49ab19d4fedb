//! What must hold in every world.

/// The victim's account list is never on the attacker's screen.
pub const SECRET: &str = "data reaches only the browser of the person who confirmed";
/// The victim's journey never shows the attacker's accounts.
pub const OWN: &str = "a journey shows nobody else's accounts to the victim";
/// Nothing is given that the person it belongs to has not seen and saved.
pub const ACKNOWLEDGED: &str = "given implies an acknowledged act";
/// An attempt's code is exchanged once.
pub const ONE_EXCHANGE: &str = "one code, at most one exchange";

/// All of them.
pub const ALWAYS: [&str; 4] = [SECRET, OWN, ACKNOWLEDGED, ONE_EXCHANGE];
