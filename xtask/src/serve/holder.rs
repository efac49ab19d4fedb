//! Who holds a port, from Linux' own tables; elsewhere nobody is named.

use std::fs;
use std::path::Path;

/// The state `LISTEN` in the kernel's tables.
const LISTEN: &str = "0A";

/// Who listens on `port`, as the end of a sentence.
pub fn of(port: u16) -> String {
    inodes(port)
        .iter()
        .find_map(|inode| process_with(inode))
        .unwrap_or_else(|| "another program".into())
}

/// The kernel's numbers of the sockets that listen on `port`.
fn inodes(port: u16) -> Vec<String> {
    ["/proc/net/tcp", "/proc/net/tcp6"]
        .iter()
        .filter_map(|table| fs::read_to_string(table).ok())
        .flat_map(|table| listening(&table, port))
        .collect()
}

/// Columns: number, local address and port, remote ones, state, queues, timers, retries, user, timeout, inode.
fn listening(table: &str, port: u16) -> Vec<String> {
    let port = format!(":{port:04X}");
    table
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>())
        .filter(|columns| columns.len() > 9 && columns[1].ends_with(&port) && columns[3] == LISTEN)
        .map(|columns| columns[9].to_owned())
        .collect()
}

/// The process that has the socket `inode` open, among those this user may look into.
fn process_with(inode: &str) -> Option<String> {
    let socket = format!("socket:[{inode}]");
    fs::read_dir("/proc").ok()?.flatten().find_map(|entry| {
        let number = entry.file_name().to_str()?.parse::<u32>().ok()?;
        let has_it = fs::read_dir(entry.path().join("fd"))
            .ok()?
            .flatten()
            .any(|open| {
                fs::read_link(open.path()).is_ok_and(|target| target == Path::new(&socket))
            });
        let name = || fs::read_to_string(entry.path().join("comm")).ok();
        has_it.then(|| format!("`{}` (process {number})", name().unwrap_or_default().trim()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_listening_sockets_of_the_port_count() {
        let table = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n\
                     0: 0100007F:1F92 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1\n\
                     1: 0100007F:1F92 0100007F:A0F0 01 00000000:00000000 00:00000000 00000000     0        0 4712 1\n\
                     2: 0100007F:1F93 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4713 1\n";
        assert_eq!(listening(table, 8082), ["4711"]);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn this_very_program_is_named() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let holder = of(listener.local_addr().unwrap().port());
        assert!(
            holder.contains(&format!("(process {})", std::process::id())),
            "{holder}"
        );
    }
}
