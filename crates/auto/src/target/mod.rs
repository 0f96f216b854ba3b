//! From a request to commands, one file for each family of programs.

pub mod classic;
pub mod libreswan;
pub mod openswan;
pub mod strongswan;

#[cfg(test)]
mod testing;

use ipsec_conf::Target;
use ipsec_conf::model::Conn;
use ipsec_conf::target::Reader;

use crate::plan::{Circumstances, Plan};

/// The commands of a request; `conn` is given exactly when the operation reads the configuration.
pub fn plan(target: Target, conn: Option<&Conn<'_>>, circumstances: &Circumstances<'_>) -> Plan {
    match target.reader() {
        Reader::Classic => classic::plan(conn, circumstances),
        Reader::Openswan => openswan::plan(conn, circumstances),
        Reader::StrongSwan => strongswan::plan(conn, circumstances),
        Reader::Libreswan4 | Reader::Libreswan5 => libreswan::plan(target, conn, circumstances),
    }
}
