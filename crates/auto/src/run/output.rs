//! What whack prints: a code of three digits, a blank and text.

/// One line of whack; lines without a code are raw text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct WhackLine<'a> {
    pub(super) code: Option<u16>,
    pub(super) text: &'a str,
}

impl<'a> WhackLine<'a> {
    pub(super) fn parse(line: &'a str) -> WhackLine<'a> {
        let line = line.strip_suffix('\r').unwrap_or(line);
        let is_code = |code: &str| code.len() == 3 && code.bytes().all(|b| b.is_ascii_digit());
        match line.split_once(' ').filter(|(code, _)| is_code(code)) {
            Some((code, text)) => WhackLine {
                code: code.parse().ok(),
                text,
            },
            None => WhackLine {
                code: None,
                text: line,
            },
        }
    }

    /// A tunnel is there, in the words of every version for both versions of IKE.
    pub(super) fn is_child_established(self) -> bool {
        self.code == Some(4) && self.has(&["ipsec sa established", "established child sa"])
    }

    /// An IKE SA is there.
    pub(super) fn is_ike_established(self) -> bool {
        self.has(&[
            "isakmp sa established",
            "ike sa established",
            "established ike sa",
        ])
    }

    /// How much of a fault the line names; `None` for progress.
    pub(super) fn complaint(self) -> Option<Complaint> {
        match self.code? {
            // Notices of what went well are serious log lines too.
            3 if self.is_ike_established() || self.is_child_established() => None,
            3 | 20..=39 | 50..=56 => Some(Complaint::Cause),
            200.. => Some(Complaint::Consequence),
            10 => Some(Complaint::Silence),
            _ => None,
        }
    }

    fn has(self, any: &[&str]) -> bool {
        let text = self.text.to_ascii_lowercase();
        any.iter().any(|words| text.contains(words))
    }
}

/// Which line of several explains most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Complaint {
    /// A retransmission: the peer does not answer.
    Silence,
    /// A state failed.
    Consequence,
    Cause,
}

/// What whack said while a conn came up.
#[derive(Debug, Default)]
pub(super) struct Up {
    pub(super) has_ike: bool,
    pub(super) has_child: bool,
    /// The last line of those that explain most.
    pub(super) complaint: Option<(Complaint, String)>,
}

impl Up {
    pub(super) fn watch(&mut self, line: &str) {
        let line = WhackLine::parse(line);
        self.has_ike |= line.is_ike_established();
        self.has_child |= line.is_child_established();
        let Some(complaint) = line.complaint() else {
            return;
        };
        if self
            .complaint
            .as_ref()
            .is_none_or(|(known, _)| complaint >= *known)
        {
            self.complaint = Some((complaint, line.text.to_owned()));
        }
    }
}

/// The names of the conns that `whack --status` lists, each once.
pub(super) fn loaded(status: &str) -> Vec<&str> {
    let mut names: Vec<&str> = status.lines().filter_map(listed).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Whether `whack --status` knows a conn by this name.
pub(super) fn is_loaded(status: &str, name: &str) -> bool {
    about(status, name).next().is_some()
}

/// Whether `whack --status` lists a tunnel of the conn.
pub(super) fn is_up(status: &str, name: &str) -> bool {
    let number = |line: &str| {
        let (_, rest) = line.split_once("newest IPsec SA: #")?;
        Some(rest.chars().next()? != '0')
    };
    about(status, name).any(|line| number(line) == Some(true))
}

/// The lines about a conn of this name, the parts of one, or one with this alias.
fn about<'a>(status: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    let aliased: Vec<&str> = status
        .lines()
        .filter(|line| has_alias(line, name))
        .filter_map(listed)
        .collect();
    status.lines().filter(move |line| {
        listed(line).is_some_and(|listed| {
            listed == name || is_part(listed, name) || aliased.contains(&listed)
        })
    })
}

/// `000 "office/1x0":   aliases: office`
fn has_alias(line: &str, name: &str) -> bool {
    let aliases = line
        .split_once("\":   aliases: ")
        .map(|(_, aliases)| aliases);
    aliases.is_some_and(|aliases| aliases.split([' ', ',', ';']).any(|alias| alias == name))
}

/// Pluto makes `NAME/1x2`, or `NAME/1`, of a conn with several subnets.
fn is_part(listed: &str, name: &str) -> bool {
    let part = listed
        .strip_prefix(name)
        .and_then(|rest| rest.strip_prefix('/'));
    part.is_some_and(|part| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit() || b == b'x')
    })
}

/// The conn that a line of the list describes: `000 "NAME":` or `000 "NAME"[1]`.
fn listed(line: &str) -> Option<&str> {
    let text = WhackLine::parse(line).text.strip_prefix('"')?;
    // A name may hold a quote; the one that ends it is followed by the description.
    let end = text
        .match_indices('"')
        .map(|(at, _)| at)
        .find(|at| text[at + 1..].starts_with([':', '[']))?;
    Some(&text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of Libreswan 4.10.
    const STATUS: &str = r#"000 Connection list:
000  
000 "any"[1]: 192.1.2.45...192.1.2.9; unrouted; eroute owner: #0
000 "clear#10.9.0.0/16": 192.1.2.45...%group; unrouted; eroute owner: #0
000 "nets/1x0": 10.0.3.0/24===192.1.2.45...192.1.2.23===10.0.2.0/24; unrouted; eroute owner: #0
000 "nets/1x0":   newest IKE SA: #0; newest IPsec SA: #0; conn serial: $3;
000 "nets/1x0":   aliases: nets
000 "old": 10.0.1.0/24===192.1.2.45[@west]...192.1.2.23[@east]===10.0.2.0/24; erouted; eroute owner: #2
000 "old":   newest ISAKMP SA: #1; newest IPsec SA: #2; conn serial: $2;
000 "old":   aliases: alt ernative
000  
000 Total IPsec connections: loaded 7, active 0
000 #1: "office":500 STATE_V2_ESTABLISHED_IKE_SA (established IKE SA); REKEY in 27969s; REPLACE in 28795s; newest; idle;
"#;

    #[test]
    fn the_conns_of_a_status() {
        assert_eq!(
            loaded(STATUS),
            ["any", "clear#10.9.0.0/16", "nets/1x0", "old"]
        );
        for name in ["any", "nets", "nets/1x0", "old", "alt", "ernative"] {
            assert!(is_loaded(STATUS, name), "{name}");
        }
        for name in ["", "office", "net", "nets/", "ol", "aliases:"] {
            assert!(!is_loaded(STATUS, name), "{name}");
        }
        assert_eq!(
            ["any", "nets", "old", "alt"].map(|name| is_up(STATUS, name)),
            [false, false, true, true]
        );
    }

    #[track_caller]
    fn check_up(lines: &str, expected: (bool, bool, Option<&str>)) {
        let mut up = Up::default();
        lines.lines().for_each(|line| up.watch(line));
        let complaint = up.complaint.as_ref().map(|(_, text)| text.as_str());
        assert_eq!((up.has_ike, up.has_child, complaint), expected, "{lines}");
    }

    #[test]
    fn ikev2_without_its_child() {
        let lines = r#"181 "office" #1: initiating IKEv2 connection
182 "office" #1: sent IKE_AUTH request {cipher=AES_GCM_16_256 integ=n/a prf=HMAC_SHA2_512 group=MODP2048}
003 "office" #1: initiator established IKE SA; authenticated peer using authby=secret and ID_FQDN '@east'
003 "office" #2: IKE_AUTH response rejected Child SA with TS_UNACCEPTABLE"#;
        check_up(
            lines,
            (
                true,
                false,
                Some("\"office\" #2: IKE_AUTH response rejected Child SA with TS_UNACCEPTABLE"),
            ),
        );
    }

    #[test]
    fn the_cause_is_worth_more_than_its_consequence() {
        let lines = r#"189 "office" #7: sent CREATE_CHILD_SA request for new IPsec SA
003 "office" #7: CREATE_CHILD_SA failed with error notification TS_UNACCEPTABLE
200 "office" #7: state transition 'initiate create Child SA (CREATE_CHILD_SA)' failed
010 "office" #8: retransmission"#;
        let cause = "\"office\" #7: CREATE_CHILD_SA failed with error notification TS_UNACCEPTABLE";
        check_up(lines, (false, false, Some(cause)));
    }

    #[test]
    fn tunnels_that_are_up() {
        for line in [
            r#"004 "office" #2: initiator established Child SA using #1; IPsec tunnel [10.0.1.0-10.0.1.255:0-65535 0]"#,
            r#"004 "office" #2: established Child SA using #1; IPsec transport [192.1.2.45/32] {ESP/ESN=>0x1}"#,
            r#"004 "old" #2: STATE_QUICK_I2: sent QI2, IPsec SA established tunnel mode {ESP=>0x1 <0x2}"#,
            r#"004 "old" #9: IPsec SA established tunnel mode {ESPinUDP=>0xbe}"#,
        ] {
            check_up(line, (false, true, None));
        }
        // Of IKEv1 in 4.10.
        check_up(
            r#"004 "old" #8: IKE SA established {auth=PRESHARED_KEY cipher=AES_CBC_256}"#,
            (true, false, None),
        );
    }

    #[test]
    fn lines_without_a_code() {
        assert_eq!(WhackLine::parse("conn 'x': not found").code, None);
        assert_eq!(WhackLine::parse("0021 no").code, None);
        assert_eq!(
            WhackLine::parse("021 no connection named \"x\"\r").text,
            "no connection named \"x\""
        );
        assert_eq!(WhackLine::parse("").text, "");
    }
}
