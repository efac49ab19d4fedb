//! Special categories of data (GDPR article 9) that a label can reveal.

use serde::{Deserialize, Serialize};

/// What a transaction would say about the person beyond money (R-112; EDPB guidelines 06/2020, chapter 5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sensitive {
    /// Care, reimbursements, disability and sickness benefits. Premiums of a complementary cover are not: nearly
    /// everyone in France pays one.
    Health,
    /// Worship, confessional schools and press, pilgrimages, food by religious rule.
    Religion,
    /// Membership of a trade union.
    TradeUnion,
    /// Parties, campaigns, partisan press.
    Politics,
    /// Sex life and sexual orientation.
    SexualOrientation,
}

impl Sensitive {
    /// The name used in rule tables and data files.
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "health" => Self::Health,
            "religion" => Self::Religion,
            "trade_union" => Self::TradeUnion,
            "politics" => Self::Politics,
            "sexual_orientation" => Self::SexualOrientation,
            _ => return None,
        })
    }
}

/// Whether the person has switched on the explicit consent of GDPR article 9(2)(a), apart from any purpose's own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SensitiveSwitch {
    /// Not given: sensitive transactions are left out before anything is computed.
    #[default]
    Off,
    /// Given explicitly.
    On,
}
