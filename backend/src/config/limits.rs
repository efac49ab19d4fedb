//! How often who may ask. Every default stands in `guichet.example.toml` as well.

use std::num::NonZeroU32;

use serde::Deserialize;

/// Requests a minute, and as many at once; none is as many as one likes.
pub type PerMinute = Option<NonZeroU32>;

/// The limits of the four acts that attacks repeat.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// `POST /journeys/open`.
    pub open: OpenLimits,
    /// `POST /go`.
    pub go: ActLimits,
    /// `GET /callback`.
    pub callback: ActLimits,
    /// `POST /journeys/current/redeem`.
    pub redeem: ActLimits,
    /// `POST /manage`.
    pub manage: NetworkLimits,
}

/// Limits of an act within a journey.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActLimits {
    /// Of one journey.
    pub journey: PerMinute,
    /// Of all journeys of one partner.
    pub partner: PerMinute,
    /// Of all that comes from one network.
    pub network: PerMinute,
}

/// Limits of an act that belongs to no journey.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NetworkLimits {
    /// Of all that comes from one network.
    pub network: PerMinute,
}

/// Limits of the act that begins one.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenLimits {
    /// Of all journeys of one partner.
    pub partner: PerMinute,
    /// Of all that comes from one network.
    pub network: PerMinute,
}

const PARTNER: PerMinute = NonZeroU32::new(3000);
const NETWORK: PerMinute = NonZeroU32::new(300);

const fn act(journey: u32) -> ActLimits {
    ActLimits {
        journey: NonZeroU32::new(journey),
        partner: PARTNER,
        network: NETWORK,
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            open: OpenLimits {
                partner: PARTNER,
                network: NETWORK,
            },
            go: act(20),
            callback: act(30),
            redeem: act(30),
            manage: NetworkLimits {
                network: NonZeroU32::new(30),
            },
        }
    }
}
