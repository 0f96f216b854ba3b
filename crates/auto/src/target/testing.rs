//! A request against a configuration in memory, for the tests of the targets.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use ipsec_conf::model::{Conn, LoadOptions, MemoryFs, Model};
use ipsec_conf::{Severity, Target};

use crate::plan::{Circumstances, Plan};
use crate::request::Request;
use crate::route::{DefaultRoute, RouteSource};

/// A function that makes plans.
pub(super) type Planner = fn(Option<&Conn<'_>>, &Circumstances<'_>) -> Plan;

pub(super) fn request(line: &str) -> Request {
    let words = std::iter::once("ipsec-auto")
        .chain(line.split_whitespace())
        .map(OsString::from);
    Request::parse(words).unwrap()
}

/// The default route of a host at 192.0.2.45.
pub(super) fn route(gateway: Option<&str>) -> DefaultRoute {
    DefaultRoute {
        address: Some("192.0.2.45".parse().unwrap()),
        gateway: gateway.map(|gateway| gateway.parse().unwrap()),
        interface: None,
        source: RouteSource::Options,
    }
}

/// What a configuration and a request come to.
pub(super) struct Check {
    pub(super) planner: Planner,
    pub(super) target: Target,
    pub(super) default_route: Option<DefaultRoute>,
}

impl Check {
    pub(super) fn plan(&self, line: &str, config: &str) -> (Plan, String) {
        let files = MemoryFs::new([("ipsec.conf", config)]);
        let model = Model::load(
            &files,
            Path::new("ipsec.conf"),
            self.target,
            &LoadOptions::default(),
        )
        .unwrap();
        let request = request(line);
        let id = request
            .name
            .as_deref()
            .and_then(|name| model.find_conn(name));
        let conn = id.map(|id| model.conn(id));
        let circumstances = Circumstances {
            request: &request,
            default_route: self.default_route.clone(),
        };
        let plan = (self.planner)(conn.as_ref(), &circumstances);
        let mut report = String::new();
        let of_conn = conn.iter().flat_map(Conn::diagnostics);
        for found in model
            .diagnostics()
            .iter()
            .chain(of_conn)
            .chain(&plan.diagnostics)
        {
            let line = model
                .sources()
                .get(found.span().file)
                .position(found.span().start)
                .line;
            let severity = match found.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Info => "info",
            };
            writeln!(
                report,
                "{line}: {severity} {}: {}",
                found.code.id, found.message
            )
            .unwrap();
        }
        (plan, report)
    }

    /// The findings, the warnings, the commands and the refusal.
    pub(super) fn show(&self, line: &str, config: &str) -> String {
        let (mut plan, mut out) = self.plan(line, config);
        // The search path is not the same everywhere.
        plan.script
            .preamble
            .retain(|line| !line.starts_with("PATH="));
        for warning in &plan.warnings {
            writeln!(out, "warning: {warning}").unwrap();
        }
        write!(out, "{}", plan.script).unwrap();
        if let Some(refusal) = &plan.refusal {
            writeln!(out, "{refusal}").unwrap();
        }
        out
    }
}

/// A directory that lies beside the repository, or beside one of the directories that hold it.
pub(super) fn shared(path: &str) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let beside = root
        .ancestors()
        .map(|above| above.join("shared").join(path))
        .find(|path| path.exists());
    let named = std::env::var_os("IPSEC_SHARED")
        .map(|dir| Path::new(&dir).join(path))
        .filter(|path| path.exists());
    let found = beside.or(named);
    if found.is_none() {
        println!("skipped: no `shared/{path}` beside the repository and no IPSEC_SHARED");
    }
    found
}
