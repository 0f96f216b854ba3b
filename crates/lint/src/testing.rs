//! How rules are tested beyond the examples of their pages.

use std::collections::HashMap;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use ipsec_conf::diagnostic::Applicability;
use ipsec_conf::model::{LoadOptions, MemoryFs};
use ipsec_conf::{Diagnostic, Model, Source, Target};

use crate::host::{
    CertificateFact, Daemon, DefaultRoute, Family, FileFact, Host, KernelOption, NameFact,
    PortFact, Validity,
};
use crate::{Lint, Selection, Which, apply, lint_on};

/// `line:column message` of each finding of a rule.
#[track_caller]
pub(crate) fn check(code: &str, target: &str, text: &str, expected: &[&str]) {
    let found = run(code, target, text, None);
    assert_eq!(found, expected, "{text}");
}

/// As [`check`] on a host.
#[track_caller]
pub(crate) fn check_on(host: &dyn Host, code: &str, target: &str, text: &str, expected: &[&str]) {
    let found = run(code, target, text, Some(host));
    assert_eq!(found, expected, "{text}");
}

/// What all fixes of a rule make of a text.
#[track_caller]
pub(crate) fn check_fix(code: &str, target: &str, text: &str, expected: &str) {
    let (model, findings) = findings(code, target, text, None);
    let file = findings.first().expect("there is a finding").span().file;
    let applied = apply(model.sources(), &findings, Which::All).expect("the fixes are of it");
    let changed = applied.texts.get(&file).map(String::as_str);
    assert_eq!(changed.unwrap_or(text), expected);
}

/// How far the fixes of a rule can be trusted.
pub(crate) fn fixes(code: &str, target: &str, text: &str) -> Vec<Applicability> {
    let (_, found) = findings(code, target, text, None);
    let fixes = found.into_iter().filter_map(|finding| finding.fix);
    fixes.map(|fix| fix.applicability).collect()
}

fn run(code: &str, target: &str, text: &str, host: Option<&dyn Host>) -> Vec<String> {
    let (model, found) = findings(code, target, text, host);
    found
        .iter()
        .map(|finding| {
            let position = model
                .sources()
                .get(finding.span().file)
                .position(finding.span().start);
            format!("{}:{} {}", position.line, position.column, finding.message)
        })
        .collect()
}

fn findings(
    code: &str,
    target: &str,
    text: &str,
    host: Option<&dyn Host>,
) -> (Model, Vec<Diagnostic>) {
    let target = target.parse().expect("a target");
    let source = Source::new(Path::new("ipsec.conf"), text);
    let model = Model::from_source(
        &MemoryFs::default(),
        source,
        target,
        &LoadOptions::default(),
    );
    let mut selection = Selection::default();
    selection.host = host.is_some();
    selection.select(&[code]).expect("a code");
    let lint = Lint::new(&selection);
    let mut found = lint_on(&model, &lint, host).diagnostics;
    found.retain(|finding| finding.code.id == code);
    (model, found)
}

/// A machine of which everything is known that a test says.
#[derive(Default)]
pub(crate) struct FakeHost {
    pub(crate) addresses: Vec<(IpAddr, String)>,
    pub(crate) routes: Vec<DefaultRoute>,
    pub(crate) files: HashMap<PathBuf, FileFact>,
    pub(crate) installed: Option<Target>,
    pub(crate) sysctls: HashMap<String, String>,
    pub(crate) port: Option<PortFact>,
    pub(crate) names: HashMap<String, NameFact>,
    /// What the build configuration of the kernel says, when it can be read.
    pub(crate) kernel: Option<Vec<(&'static str, KernelOption)>>,
    /// By the directory of the database and the nickname.
    pub(crate) certificates: HashMap<(PathBuf, String), CertificateFact>,
    pub(crate) certificate_files: HashMap<PathBuf, Validity>,
    pub(crate) daemon: Option<Daemon>,
    /// The types of labels; none where `SELinux` is off.
    pub(crate) labels: HashMap<PathBuf, String>,
    /// Tables of the packet filter by name.
    pub(crate) filters: HashMap<String, String>,
    /// Symbolic links and where they lead.
    pub(crate) links: HashMap<PathBuf, PathBuf>,
}

impl FakeHost {
    pub(crate) fn with_address(mut self, address: &str, interface: &str) -> FakeHost {
        self.addresses
            .push((address.parse().expect("an address"), interface.to_owned()));
        self
    }

    pub(crate) fn with_route(mut self, gateway: Option<&str>, metric: u32) -> FakeHost {
        let gateway = gateway.map(|gateway| gateway.parse().expect("an address"));
        self.routes.push(DefaultRoute {
            gateway,
            interface: Some("eth0".to_owned()),
            metric,
        });
        self
    }

    pub(crate) fn with_file(mut self, path: &str, mode: u32, owner: u32) -> FakeHost {
        self.files.insert(
            path.into(),
            FileFact::There {
                mode,
                owner,
                is_directory: false,
            },
        );
        self
    }

    pub(crate) fn with_filter(mut self, table: &str, rules: &str) -> FakeHost {
        self.filters.insert(table.to_owned(), rules.to_owned());
        self
    }

    pub(crate) fn with_sysctl(mut self, name: &str, value: &str) -> FakeHost {
        self.sysctls.insert(name.to_owned(), value.to_owned());
        self
    }
}

impl Host for FakeHost {
    fn addresses(&self) -> Option<Vec<(IpAddr, String)>> {
        Some(self.addresses.clone())
    }

    fn default_routes(&self, family: Family) -> Option<Vec<DefaultRoute>> {
        let is_of = |route: &&DefaultRoute| {
            route
                .gateway
                .is_none_or(|gateway| gateway.is_ipv4() == (family == Family::V4))
        };
        Some(self.routes.iter().filter(is_of).cloned().collect())
    }

    fn route_to(&self, _peer: IpAddr) -> Option<Option<DefaultRoute>> {
        Some(self.routes.first().cloned())
    }

    fn file(&self, path: &Path) -> FileFact {
        self.files.get(path).cloned().unwrap_or(FileFact::Missing)
    }

    fn installed(&self) -> Option<Target> {
        self.installed
    }

    fn sysctl(&self, name: &str) -> Option<String> {
        self.sysctls.get(name).cloned()
    }

    fn udp_port(&self, _port: u16) -> PortFact {
        self.port.clone().unwrap_or(PortFact::Unknown)
    }

    fn addresses_of(&self, name: &str) -> NameFact {
        self.names.get(name).cloned().unwrap_or(NameFact::Unknown)
    }

    fn kernel_option(&self, option: &str) -> Option<KernelOption> {
        let named = self
            .kernel
            .as_ref()?
            .iter()
            .find(|(name, _)| *name == option);
        Some(named.map_or(KernelOption::NotNamed, |(_, fact)| *fact))
    }

    fn certificate(&self, database: &Path, nickname: &str) -> CertificateFact {
        let known = (database.to_owned(), nickname.to_owned());
        let found = self.certificates.get(&known).cloned();
        found.unwrap_or(CertificateFact::Missing)
    }

    fn certificate_in(&self, path: &Path) -> Option<Validity> {
        self.certificate_files.get(path).cloned()
    }

    fn daemon(&self) -> Option<&Daemon> {
        self.daemon.as_ref()
    }

    fn selinux_type(&self, path: &Path) -> Option<String> {
        self.labels.get(path).cloned()
    }

    fn packet_filter(&self, _family: Family, table: &str) -> Option<String> {
        self.filters.get(table).cloned()
    }

    fn real_path(&self, path: &Path) -> Option<PathBuf> {
        Some(
            self.links
                .get(path)
                .cloned()
                .unwrap_or_else(|| path.to_owned()),
        )
    }
}
