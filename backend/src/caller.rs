//! Where a request comes from: the connection's other end, or what the operator's own proxy says.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, Request};

use crate::app::App;

/// Where a request comes from, as far as it is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Caller {
    /// The address.
    pub address: Option<IpAddr>,
    /// The port, where no proxy stands between.
    pub port: Option<u16>,
}

impl Caller {
    /// Of a request. A header is believed only where the configuration names it; then its last address counts, which
    /// is the one that the nearest proxy wrote.
    pub fn of(app: &App, request: &Request) -> Self {
        let peer = request
            .extensions()
            .get::<ConnectInfo<SocketAddr>>()
            .map(|info| info.0);
        let Some(header) = &app.config().server.client_address_header else {
            return Self {
                address: peer.map(|peer| peer.ip().to_canonical()),
                port: peer.map(|peer| peer.port()),
            };
        };
        let told = request
            .headers()
            .get_all(header)
            .iter()
            .next_back()
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.rsplit(',').next())
            .and_then(|address| address.trim().parse::<IpAddr>().ok());
        Self {
            // A request that did not come through the proxy is counted as what it is.
            address: told
                .or(peer.map(|peer| peer.ip()))
                .map(|address| address.to_canonical()),
            port: None,
        }
    }

    /// The network it belongs to: the first 24 bits of an IPv4 address, the first 56 of an IPv6 address, which is
    /// what one subscriber is given.
    pub fn network(&self) -> Option<u64> {
        self.address.map(|address| match address {
            IpAddr::V4(address) => u64::from(u32::from(address) >> 8),
            // The highest byte tells the two kinds apart: 56 bits of network, and a mark above them.
            IpAddr::V6(address) => {
                (1 << 63) | (u64::try_from(u128::from(address) >> 72).unwrap_or_default())
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(address: &str) -> Option<u64> {
        Caller {
            address: Some(address.parse().unwrap()),
            port: None,
        }
        .network()
    }

    #[test]
    fn r_074_neighbours_share_a_network_and_others_do_not() {
        assert_eq!(network("192.0.2.1"), network("192.0.2.254"));
        assert_ne!(network("192.0.2.1"), network("192.0.3.1"));
        assert_eq!(network("2001:db8:1:100::1"), network("2001:db8:1:1ff:a::9"));
        assert_ne!(network("2001:db8:1:100::1"), network("2001:db8:1:200::1"));
        assert_ne!(network("::"), network("0.0.0.0"));
    }
}
