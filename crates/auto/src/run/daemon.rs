//! Why the daemon does not answer, found out only after something failed.

use std::io;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;

use ipsec_conf::target::Reader;

use super::report::say;
use crate::request::Request;

/// Says why nobody answers on the daemon's socket, if nobody does. A daemon that answers has said itself what is wrong.
pub(super) fn explain_silence(request: &Request, reader: Reader) {
    let socket = socket(request, reader);
    let shown = socket.display();
    let Err(error) = UnixStream::connect(&socket) else {
        return;
    };
    match error.kind() {
        io::ErrorKind::PermissionDenied => {
            say(&format!(
                "you may not talk to the IPsec daemon on `{shown}`: permission denied; run this as root"
            ));
        }
        io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused => {
            let other = if request.ctlsocket.is_none() {
                "; `--ctlsocket FILE` names another socket"
            } else {
                ""
            };
            say(&format!(
                "no IPsec daemon answers on `{shown}`; start it with `ipsec start`{other}"
            ));
        }
        _ => say(&format!(
            "the IPsec daemon cannot be reached on `{shown}`: {error}"
        )),
    }
}

fn socket(request: &Request, reader: Reader) -> PathBuf {
    let default = match reader {
        Reader::Classic | Reader::Openswan => "/var/run/pluto/pluto.ctl",
        Reader::Libreswan4 | Reader::Libreswan5 => "/run/pluto/pluto.ctl",
        Reader::StrongSwan => "/var/run/charon.ctl",
    };
    match (&request.ctlsocket, reader) {
        (Some(socket), Reader::Libreswan4 | Reader::Libreswan5 | Reader::Openswan) => {
            socket.clone()
        }
        _ => default.into(),
    }
}
