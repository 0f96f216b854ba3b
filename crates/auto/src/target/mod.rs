//! From a request to commands, one file for each family of programs.

pub mod strongswan;

use ipsec_conf::Target;
use ipsec_conf::model::Conn;
use ipsec_conf::target::Reader;

use crate::plan::{Circumstances, Plan};

/// The commands of a request; `conn` is given exactly when the target makes them from the configuration.
pub fn plan(target: Target, conn: Option<&Conn<'_>>, circumstances: &Circumstances<'_>) -> Plan {
    match target.reader() {
        Reader::StrongSwan => strongswan::plan(conn, circumstances),
        Reader::Classic | Reader::Openswan | Reader::Libreswan4 | Reader::Libreswan5 => {
            Plan::refused(format!("there are no commands for {} yet", target.program()))
        }
    }
}
