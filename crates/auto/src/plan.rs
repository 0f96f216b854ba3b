//! What a request comes to, before anything runs.

use ipsec_conf::Diagnostic;

use crate::command::Script;
use crate::request::Request;
use crate::route::DefaultRoute;

/// The commands of a request and what is to be said about them.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    pub script: Script,
    /// Findings at places of the configuration.
    pub diagnostics: Vec<Diagnostic>,
    /// Warnings without a place: an operation that is gone, an option without effect.
    pub warnings: Vec<String>,
    /// Set when there is nothing to run: why, for the last line of the report. The exit status is then 1.
    pub refusal: Option<String>,
}

impl Plan {
    /// Nothing can be done, and this is why.
    pub fn refused(why: impl Into<String>) -> Plan {
        Plan {
            refusal: Some(why.into()),
            script: Script {
                fails: true,
                ..Script::default()
            },
            ..Plan::default()
        }
    }
}

/// What the target needs besides the conn itself.
#[derive(Debug, Clone)]
pub struct Circumstances<'a> {
    pub request: &'a Request,
    /// The default route, when an end or next hop asks for it and it is known.
    pub default_route: Option<DefaultRoute>,
}
