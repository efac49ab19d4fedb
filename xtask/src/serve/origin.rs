//! The three origins of `serve`: their ports are fixed, since the example configuration registers them.

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

use super::holder;
use crate::failure::{Failure, Result};

/// An origin on this machine, and a site of its own to a browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The page of the company that wants data.
    Partner,
    /// Guichet's backend.
    Backend,
    /// The sandbox banks.
    Banks,
}

impl Origin {
    /// Every origin.
    pub const ALL: [Self; 3] = [Self::Partner, Self::Backend, Self::Banks];

    /// What it is, for messages.
    fn name(self) -> &'static str {
        match self {
            Self::Partner => "the partner's page",
            Self::Backend => "the backend",
            Self::Banks => "the sandbox banks",
        }
    }

    /// The address on which it listens.
    pub fn address(self) -> &'static str {
        match self {
            Self::Partner => "127.0.0.1:8080",
            Self::Backend => "127.0.0.1:8082",
            Self::Banks => "[::1]:8083",
        }
    }

    /// What to type into a browser.
    pub fn url(self) -> &'static str {
        match self {
            Self::Partner => "http://localhost:8080/",
            Self::Backend => "http://127.0.0.1:8082/",
            Self::Banks => "http://[::1]:8083/",
        }
    }

    /// What answers 200 when it can be used.
    fn readiness(self) -> &'static str {
        match self {
            Self::Partner | Self::Banks => "/",
            Self::Backend => "/health/ready",
        }
    }

    /// Fails, naming who holds it, when its port is taken.
    pub fn check_free(self) -> Result<()> {
        match TcpListener::bind(self.address()) {
            Ok(_) => Ok(()),
            Err(error) if error.kind() == ErrorKind::AddrInUse => Err(Failure::new(format!(
                "{} needs the port {}, which {} holds: stop that first",
                self.name(),
                self.address(),
                holder::of(self.port())
            ))),
            Err(error) => Err(Failure::new(format!(
                "{} cannot listen on {}: {error}",
                self.name(),
                self.address()
            ))),
        }
    }

    /// Whether it can be used now.
    pub fn answers(self) -> bool {
        self.address().parse().is_ok_and(|address| {
            status(address, self.host(), self.readiness()).is_some_and(|status| status == "200")
        })
    }

    /// Host and port as a browser names them: the partner's page sends other names of this machine away.
    fn host(self) -> &'static str {
        self.url()
            .trim_start_matches("http://")
            .trim_end_matches('/')
    }

    fn port(self) -> u16 {
        // The addresses above have ports; 0 finds no holder.
        self.address()
            .parse::<SocketAddr>()
            .map_or(0, |address| address.port())
    }
}

/// The status code with which `address`, called `host`, answers a GET for `path`, if it answers within a second.
fn status(address: SocketAddr, host: &str, path: &str) -> Option<String> {
    let second = Duration::from_secs(1);
    let mut stream = TcpStream::connect_timeout(&address, second).ok()?;
    stream.set_read_timeout(Some(second)).ok()?;
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    )
    .ok()?;
    let mut head = [0; 12];
    stream.read_exact(&mut head).ok()?;
    let code = head.strip_prefix(b"HTTP/1.1 ")?;
    Some(String::from_utf8_lossy(code).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_status_of_an_answer_is_read() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let server = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = [0; 512];
            let read = stream.read(&mut request).unwrap();
            assert!(request[..read].starts_with(b"GET /health/ready HTTP/1.1\r\n"));
            stream
                .write_all(b"HTTP/1.1 503 Service Unavailable\r\n\r\n")
                .unwrap();
        });
        assert_eq!(
            status(address, "localhost", "/health/ready").as_deref(),
            Some("503")
        );
        server.join().unwrap();
        assert_eq!(
            status(address, "localhost", "/"),
            None,
            "nobody listens any more"
        );
    }

    #[test]
    fn each_is_asked_by_the_name_a_browser_uses() {
        assert_eq!(
            Origin::ALL.map(Origin::host),
            ["localhost:8080", "127.0.0.1:8082", "[::1]:8083"]
        );
    }

    #[test]
    fn every_origin_is_a_site_of_its_own() {
        let mut hosts: Vec<_> = Origin::ALL
            .iter()
            .map(|origin| origin.url().rsplit_once(':').unwrap().0)
            .collect();
        hosts.sort_unstable();
        hosts.dedup();
        assert_eq!(hosts.len(), 3);
        assert!(
            Origin::ALL
                .iter()
                .all(|origin| origin.url().contains(&format!(":{}/", origin.port())))
        );
    }
}
