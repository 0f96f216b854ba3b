//! A conn as options of Libreswan 4's whack, along the rows of `grammar/whack.toml`.

use std::net::IpAddr;

use ipsec_conf::diagnostic::codes;
use ipsec_conf::keyword::Side;
use ipsec_conf::model::{Conn, Setting};
use ipsec_conf::value::{Family, Host, IkeVersion, Pubkey, Value};
use ipsec_conf::whack::{Case, Entry, Outcome, Place, Whack, Write};
use ipsec_conf::{Diagnostic, Effect, Severity};

use super::{flatten, operations, rsa};
use crate::command::Command;
use crate::plan::Circumstances;

const WHACK: Whack = Whack::Libreswan4;

/// What whack can make of a conn.
pub(super) struct Attempt {
    /// The commands, when there is nothing in `obstacles`.
    pub(super) commands: Vec<Command>,
    /// Parameters that whack cannot express.
    pub(super) obstacles: Vec<Diagnostic>,
    /// Parameters without effect.
    pub(super) warnings: Vec<Diagnostic>,
}

pub(super) fn attempt(conn: &Conn<'_>, circumstances: &Circumstances<'_>) -> Attempt {
    let speaker = Speaker {
        conn,
        circumstances,
    };
    let mut attempt = Attempt {
        commands: Vec::new(),
        obstacles: Vec::new(),
        warnings: Vec::new(),
    };
    for setting in flatten::effective(conn) {
        speaker.judge(setting, &mut attempt);
    }
    if attempt.obstacles.is_empty() {
        attempt.commands.push(speaker.connection());
        attempt.commands.extend(
            Side::BOTH
                .into_iter()
                .filter_map(|side| speaker.public_key(side)),
        );
    }
    attempt
}

struct Speaker<'a, 'm> {
    conn: &'a Conn<'m>,
    circumstances: &'a Circumstances<'a>,
}

// What cannot be said.

impl Speaker<'_, '_> {
    fn judge(&self, setting: &Setting<'_>, attempt: &mut Attempt) {
        let Some(value) = &self.conn.reading(setting).value else {
            return;
        };
        let Some(entry) = WHACK.entry(setting.keyword.id) else {
            attempt
                .obstacles
                .push(self.obstacle(setting, "nobody has tried how it says this"));
            return;
        };
        let word = plain(value, setting);
        let held = |case: Option<Case>| case.is_none_or(|case| self.is_case(case, setting, value));
        let mut exceptions = entry.exceptions.iter();
        let Some(exception) = exceptions.find(|found| found.is_about(&word) && held(found.case))
        else {
            return;
        };
        match exception.outcome {
            Outcome::Fallback | Outcome::Refused => {
                attempt
                    .obstacles
                    .push(self.obstacle(setting, exception.why));
            }
            Outcome::Ignored => attempt.warnings.push(self.useless(setting, exception.why)),
        }
    }

    fn obstacle(&self, setting: &Setting<'_>, why: &str) -> Diagnostic {
        let program = self.conn.model.target().program();
        let keyword = setting.spelling();
        let message = format!("`ipsec whack` cannot express `{keyword}`");
        Diagnostic::new(
            codes::NO_WHACK_OPTION,
            Effect::Works,
            self.conn.key_span(setting),
            message,
        )
        .severity(Severity::Warning)
        .note(format!("whack of {program}: {why}"))
        .conn(self.conn.name())
    }

    fn useless(&self, setting: &Setting<'_>, why: &str) -> Diagnostic {
        let program = self.conn.model.target().program();
        let message = format!("`{}` has no effect here", setting.spelling());
        Diagnostic::new(
            codes::NO_WHACK_OPTION,
            Effect::Ignored,
            self.conn.key_span(setting),
            message,
        )
        .note(format!("{program}: {why}"))
        .conn(self.conn.name())
    }

    fn is_case(&self, case: Case, setting: &Setting<'_>, value: &Value) -> bool {
        let is_host = setting.keyword.id == "host";
        let implies_client =
            setting.keyword.id != "sourceip" || self.value("subnet", setting.side).is_none();
        match case {
            Case::Client => Side::BOTH.into_iter().any(|side| self.has_client(side)),
            Case::OneClient if is_host => self.has_one_client() && is_group(value),
            Case::OneClient => self.has_one_client() && implies_client,
            Case::Transport => self.word("type") == "transport" && implies_client,
            Case::Virtual => matches!(value, Value::Virtual(_)),
            Case::Opportunistic if is_host => is_opportunistic(value),
            Case::Opportunistic => self.is_opportunistic() && is_weaker_than_signatures(value),
            Case::Interface => matches!(value, Value::Host(Host::Interface(_))),
            Case::NoRoute => self.needs_unknown_route(setting, value),
            Case::Name => matches!(value, Value::Host(Host::Name(_))),
            Case::BothEnds => Side::BOTH
                .into_iter()
                .all(|side| self.value(setting.keyword.id, Some(side)).is_some()),
            Case::NoServer => Side::BOTH
                .into_iter()
                .all(|side| self.value("xauthserver", Some(side)) != Some(&Value::Bool(true))),
            Case::Ikev2 => !self.is_ikev1(),
            Case::NoDelay => self.dead_peer().is_none() && plain(value, setting) != "hold",
            Case::HalfDpd => {
                self.is_ikev1()
                    && (self.value("dpddelay", None).is_some()
                        != self.value("dpdtimeout", None).is_some())
            }
        }
    }

    fn has_client(&self, side: Side) -> bool {
        let is_set = |id: &str| self.value(id, Some(side)).is_some();
        is_set("subnet")
            || is_set("sourceip")
            || self.value("host", Some(side)).is_some_and(is_group)
    }

    fn has_one_client(&self) -> bool {
        self.has_client(Side::Left) != self.has_client(Side::Right)
    }

    fn is_opportunistic(&self) -> bool {
        let hosts = Side::BOTH
            .into_iter()
            .filter_map(|side| self.value("host", Some(side)));
        hosts.into_iter().any(is_opportunistic)
    }

    /// Whether the address of the end, or its next hop, has to come from a default route of the right family that nobody
    /// knows here, or that the end does not use.
    fn needs_unknown_route(&self, setting: &Setting<'_>, value: &Value) -> bool {
        if !matches!(value, Value::Host(Host::DefaultRoute(_))) {
            return false;
        }
        let Some(address) = self.default_address() else {
            return true;
        };
        let another_hop = setting.keyword.id == "host"
            && setting
                .side
                .and_then(|side| self.hop(side))
                .is_some_and(|hop| match hop {
                    Host::DefaultRoute(_) => false,
                    hop => hop.address() != self.gateway(),
                });
        another_hop || address.is_ipv6() != self.is_ipv6()
    }
}

fn is_group(value: &Value) -> bool {
    matches!(
        value,
        Value::Host(Host::Group | Host::Opportunistic | Host::OpportunisticGroup)
    )
}

fn is_opportunistic(value: &Value) -> bool {
    matches!(
        value,
        Value::Host(Host::Opportunistic | Host::OpportunisticGroup)
    )
}

fn is_weaker_than_signatures(value: &Value) -> bool {
    matches!(value, Value::Auth(methods) if methods.iter().any(|method| matches!(*method, "secret" | "null")))
}

// What the conn says.

impl Speaker<'_, '_> {
    fn setting(&self, id: &str, side: Option<Side>) -> Option<&Setting<'_>> {
        self.conn.get(id, side).filter(|setting| setting.is_set())
    }

    fn value(&self, id: &str, side: Option<Side>) -> Option<&Value> {
        self.conn.reading(self.setting(id, side)?).value.as_ref()
    }

    /// A word of a fixed list, or the default.
    fn word(&self, id: &str) -> String {
        let setting = self.setting(id, None);
        let set = setting
            .and_then(|setting| Some(plain(self.conn.reading(setting).value.as_ref()?, setting)));
        let default = || {
            WHACK
                .entry(id)
                .and_then(|entry| entry.default)
                .unwrap_or_default()
                .to_owned()
        };
        set.unwrap_or_else(default)
    }

    fn host(&self, side: Side) -> Option<Host> {
        match self.value("host", Some(side))? {
            Value::Host(host) => Some(host.clone()),
            _ => None,
        }
    }

    fn hop(&self, side: Side) -> Option<Host> {
        match self.value("nexthop", Some(side))? {
            Value::Host(hop) => Some(hop.clone()),
            _ => None,
        }
    }

    /// Whether the daemon takes it for a conn that may negotiate: all but shunts, and even those when they name a protocol
    /// of the second phase (pluto 4.10, `NEVER_NEGOTIATE`).
    fn negotiates(&self) -> bool {
        !self.conn.is_shunt() || self.value("phase2", None).is_some()
    }

    fn is_ikev1(&self) -> bool {
        self.conn.ike_version() == Some(IkeVersion::V1)
    }

    fn default_address(&self) -> Option<IpAddr> {
        self.circumstances
            .default_route
            .as_ref()
            .and_then(|route| route.address)
    }

    fn gateway(&self) -> Option<IpAddr> {
        self.circumstances
            .default_route
            .as_ref()
            .and_then(|route| route.gateway)
    }

    /// As Libreswan 4.10 chooses the family: by its own keyword, else by what the ends look like.
    fn is_ipv6(&self) -> bool {
        match self.word("hostaddrfamily").as_str() {
            "ipv6" => return true,
            "ipv4" => return false,
            _ => {}
        }
        let is_six = |host: Host| match host {
            Host::Any(family) | Host::DefaultRoute(family) => family == Some(Family::V6),
            host => host.address().is_some_and(|address| address.is_ipv6()),
        };
        Side::BOTH
            .into_iter()
            .any(|side| self.host(side).is_some_and(is_six) || self.hop(side).is_some_and(is_six))
    }

    fn is_ipv6_inside(&self) -> bool {
        match self.word("clientaddrfamily").as_str() {
            "ipv6" => return true,
            "ipv4" => return false,
            _ => {}
        }
        let client = Side::BOTH.into_iter().find_map(|side| self.client(side));
        client.map_or(self.is_ipv6(), |network| network.contains(':'))
    }

    /// The network of an end; its source address alone implies one.
    fn client(&self, side: Side) -> Option<String> {
        if let Some(value) = self.value("subnet", Some(side)) {
            return Some(value.to_string());
        }
        match self.value("sourceip", Some(side))? {
            Value::Addresses(addresses) => {
                let address = addresses.first()?;
                Some(format!(
                    "{address}/{}",
                    if address.is_ipv4() { 32 } else { 128 }
                ))
            }
            _ => None,
        }
    }

    /// The address that stands for an end, and its next hop if it comes along.
    fn address(&self, side: Side) -> Option<IpAddr> {
        match self.host(side)? {
            Host::DefaultRoute(_) => self.default_address(),
            host => host.address(),
        }
    }

    /// Delay, timeout and action of looking for dead peers, when it is done at all.
    fn dead_peer(&self) -> Option<(String, Option<String>, String)> {
        let seconds = |id: &str| match self.value(id, None)? {
            Value::Duration(time) => Some(seconds(*time)),
            _ => None,
        };
        let (delay, timeout) = (seconds("dpddelay")?, seconds("dpdtimeout"));
        let restarts_nothing = self.value("rekey", None) == Some(&Value::Bool(false));
        let action = match self.word("dpdaction") {
            word if word == "restart" && restarts_nothing => "hold".to_owned(),
            word => word,
        };
        match timeout {
            None if self.is_ikev1() => None,
            Some(timeout) if self.is_ikev1() => Some((delay, Some(timeout), action)),
            _ => Some((delay, None, action)),
        }
    }
}

// What is said.

impl Speaker<'_, '_> {
    fn connection(&self) -> Command {
        let request = self.circumstances.request;
        let command = operations::program("whack", request);
        // Like addconn, it replaces what has the name.
        let mut command = command.option("--name", self.conn.name()).arg("--delete");
        if self.is_ipv6() {
            command = command.arg("--ipv6");
        }
        if self.is_ipv6_inside() {
            command = command.arg("--tunnelipv6");
        }
        command = self.options(command, Place::Connection, None).line_break();
        command = self
            .options(command, Place::End, Some(Side::Left))
            .line_break()
            .arg("--to")
            .line_break();
        self.options(command, Place::End, Some(Side::Right))
    }

    fn options(&self, mut command: Command, place: Place, side: Option<Side>) -> Command {
        for entry in WHACK.entries().iter().filter(|entry| entry.place == place) {
            command = command.args(self.option(entry, side));
        }
        let Some(side) = side else { return command };
        match (
            self.value("rsasigkey", Some(side)),
            self.setting("rsasigkey", Some(side)),
        ) {
            (Some(Value::Key(Pubkey::Dns)), _) => command.arg("--dnskeyondemand"),
            (Some(Value::Key(Pubkey::Hex(_) | Pubkey::Base64(_))), Some(setting)) => {
                match rsa::ckaid(&setting.value.text) {
                    Some(ckaid) => command.option("--ckaid", ckaid),
                    None => command,
                }
            }
            _ => command,
        }
    }

    fn option(&self, entry: &Entry, side: Option<Side>) -> Vec<String> {
        if entry.write == Write::Special {
            return self.special(entry, side);
        }
        let setting = self.setting(entry.keyword, side);
        let read =
            setting.and_then(|setting| Some((self.conn.reading(setting).value.as_ref()?, setting)));
        let Some((value, setting)) = read else {
            let has_default = entry.for_shunts || self.negotiates();
            let default = entry.default.filter(|_| has_default);
            return default.map_or_else(Vec::new, |default| written(entry, default, None));
        };
        written(entry, &plain(value, setting), Some(value))
    }

    fn special(&self, entry: &Entry, side: Option<Side>) -> Vec<String> {
        let option = |value: Option<String>| match (entry.option, value) {
            (Some(option), Some(value)) => vec![option.to_owned(), value],
            _ => Vec::new(),
        };
        let dead_peer = || self.dead_peer();
        match (entry.keyword, side) {
            ("dpddelay", _) => option(dead_peer().map(|(delay, ..)| delay)),
            ("dpdtimeout", _) => option(dead_peer().and_then(|(_, timeout, _)| timeout)),
            ("dpdaction", _) => {
                let default = || {
                    entry
                        .default
                        .filter(|_| !self.conn.is_shunt())
                        .map(str::to_owned)
                };
                option(dead_peer().map(|(.., action)| action).or_else(default))
            }
            ("ipsec-interface", _) => option(match self.word("ipsec-interface").as_str() {
                "yes" => Some("1".to_owned()),
                "no" | "" => None,
                number => Some(number.to_owned()),
            }),
            ("id", Some(side)) => option(self.id(side)),
            ("host", Some(side)) => option(self.host(side).map(|host| {
                match host {
                    Host::DefaultRoute(_) => self
                        .default_address()
                        .map_or_else(String::new, |it| it.to_string()),
                    // The family is said by `--ipv6`.
                    Host::Any(_) => "%any".to_owned(),
                    host => host.to_string(),
                }
            })),
            ("nexthop", Some(side)) => option(self.next_hop(side)),
            ("subnet", Some(side)) => option(self.client(side)),
            // Said in front of everything.
            _ => Vec::new(),
        }
    }

    /// The identity, which whack must be told before the host. addconn sends the address where the conn has none, but
    /// nothing for a word.
    fn id(&self, side: Side) -> Option<String> {
        match self.setting("id", Some(side)) {
            Some(setting) if !setting.value.text.is_empty() => Some(setting.value.text.to_string()),
            _ => self
                .host(side)?
                .address()
                .map(|address| address.to_string()),
        }
    }

    /// `%defaultroute` as an end brings its gateway along.
    fn next_hop(&self, side: Side) -> Option<String> {
        let is_default_route = matches!(self.host(side), Some(Host::DefaultRoute(_)));
        match self.hop(side) {
            Some(Host::DefaultRoute(_)) => self.gateway().map(|gateway| gateway.to_string()),
            None if is_default_route => self.gateway().map(|gateway| gateway.to_string()),
            Some(hop) => Some(hop.to_string()),
            None => None,
        }
    }

    /// The command that gives the daemon the raw key of an end.
    fn public_key(&self, side: Side) -> Option<Command> {
        let setting = self.setting("rsasigkey", Some(side))?;
        let Value::Key(Pubkey::Hex(_) | Pubkey::Base64(_)) =
            self.conn.reading(setting).value.as_ref()?
        else {
            return None;
        };
        let id = self
            .id(side)
            .or_else(|| Some(self.address(side)?.to_string()))?;
        let command =
            operations::program("whack", self.circumstances.request).option("--keyid", id);
        Some(
            command
                .line_break()
                .option("--pubkeyrsa", &*setting.value.text),
        )
    }
}

/// A value as the tables name it: the word that stands for its aliases, else the text.
fn plain(value: &Value, setting: &Setting<'_>) -> String {
    match value {
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Word(word) => (*word).to_owned(),
        _ => setting.value.text.to_string(),
    }
}

/// One option with its value; `value` is absent for a default.
fn written(entry: &Entry, text: &str, value: Option<&Value>) -> Vec<String> {
    let option = || entry.option.unwrap_or_default().to_owned();
    let text = match (entry.write, value) {
        (Write::Flag, _) => {
            return if text == "yes" {
                vec![option()]
            } else {
                Vec::new()
            };
        }
        (Write::FlagNo, _) => {
            return if text == "no" {
                vec![option()]
            } else {
                Vec::new()
            };
        }
        (Write::Words, Some(Value::Auth(methods))) => {
            // Two names of one option of whack, which refuses it twice.
            let is_repeated = |word: &str| word == "ecdsa-sha2" && methods.contains(&"ecdsa");
            return words(
                entry,
                methods.iter().copied().filter(|word| !is_repeated(word)),
            );
        }
        (Write::Words, _) => return words(entry, std::iter::once(text)),
        (Write::Joined, _) => return vec![format!("{}={text}", option())],
        (Write::Seconds, Some(Value::Duration(time))) => seconds(*time),
        (Write::Milliseconds, Some(Value::Duration(time))) => time.as_millis().to_string(),
        (Write::Number, Some(Value::Percent(number))) => number.to_string(),
        (Write::Number, Some(value)) => value.to_string(),
        _ => text.to_owned(),
    };
    vec![option(), text]
}

fn words<'a>(entry: &Entry, values: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut options: Vec<String> = Vec::new();
    for option in values.flat_map(|value| entry.options_of(value)) {
        // whack refuses an option that is given twice, and some words are two names of one method.
        if entry.place != Place::Connection || !options.iter().any(|known| known == option) {
            options.push((*option).to_owned());
        }
    }
    options
}

/// A time for whack, whose bare numbers are seconds.
fn seconds(time: std::time::Duration) -> String {
    if time.subsec_millis() == 0 {
        time.as_secs().to_string()
    } else {
        format!("{}ms", time.as_millis())
    }
}
