//! Names, as the resolver of this host knows them.

use std::collections::HashMap;
use std::net::{IpAddr, ToSocketAddrs as _};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;

use ipsec_conf_lint::host::NameFact;

use crate::ask::PATIENCE;

/// What was asked already.
#[derive(Debug, Default)]
pub(super) struct Names {
    known: Mutex<HashMap<String, NameFact>>,
    /// After one answer that did not come, none is waited for.
    is_silent: AtomicBool,
}

impl Names {
    pub(super) fn look_up(&self, name: &str) -> NameFact {
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(fact) = known().get(name) {
            return fact.clone();
        }
        if self.is_silent.load(Ordering::Relaxed) {
            return NameFact::Unknown;
        }
        let fact = ask(name).unwrap_or_else(|| {
            self.is_silent.store(true, Ordering::Relaxed);
            NameFact::Fails(format!("no answer within {} seconds", PATIENCE.as_secs()))
        });
        known().insert(name.to_owned(), fact.clone());
        fact
    }
}

/// One question; nothing when no answer comes.
fn ask(name: &str) -> Option<NameFact> {
    let (sender, receiver) = mpsc::channel();
    let name = name.to_owned();
    // The resolver cannot be interrupted: its thread is left behind when it takes too long.
    thread::spawn(move || {
        let answer = (name.as_str(), 0)
            .to_socket_addrs()
            .map(|found| found.map(|address| address.ip()).collect::<Vec<_>>());
        let _ = sender.send(answer);
    });
    let answer = receiver.recv_timeout(PATIENCE).ok()?;
    Some(answer.map_or_else(
        |error| {
            let text = error.to_string();
            let reason = text.rsplit_once(": ").map_or(&*text, |(_, reason)| reason);
            NameFact::Fails(reason.to_owned())
        },
        addresses,
    ))
}

fn addresses(mut found: Vec<IpAddr>) -> NameFact {
    found.sort_unstable();
    found.dedup();
    if found.is_empty() {
        NameFact::Fails("it has no address".to_owned())
    } else {
        NameFact::Addresses(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_this_host_and_one_that_cannot_be() {
        let names = Names::default();
        let NameFact::Addresses(found) = names.look_up("localhost") else {
            panic!("the loopback has a name everywhere");
        };
        assert!(found.iter().all(IpAddr::is_loopback), "{found:?}");
        let fails = names.look_up("no such name");
        assert!(matches!(fails, NameFact::Fails(_)), "{fails:?}");
    }

    #[test]
    fn after_a_silence_nothing_is_asked() {
        let names = Names::default();
        names.is_silent.store(true, Ordering::Relaxed);
        assert_eq!(names.look_up("localhost"), NameFact::Unknown);
    }
}
