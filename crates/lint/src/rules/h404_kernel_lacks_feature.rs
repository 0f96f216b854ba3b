//! What the kernel was built without.

use ipsec_conf::model::Conn;
use ipsec_conf::target::Reader;
use ipsec_conf::value::Family;
use ipsec_conf::{Diagnostic, Effect, Span};

use crate::context::Context;
use crate::facts::{Facts, is_yes, set, word};
use crate::host::{self, Host, KernelOption};
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A conn that needs what the running kernel was built without.
    ///
    /// ## What it does
    ///
    /// Reads the kernel's build configuration, `/proc/config.gz`, `/boot/config-RELEASE` or `/lib/modules/RELEASE/config`,
    /// and looks for what the conns need: XFRM itself, ESP and AH for the family of the hosts, `ipsec-interface=`,
    /// `vti-interface=`, `nic-offload=`, `compress=`, `enable-tcp=`, `iptfs=`, and the algorithms of ESP that a kernel with
    /// ESP may lack: ChaCha20-Poly1305, AES-CCM, AES-CMAC and AES-XCBC. It looks at the machine, and runs only with `--host`.
    /// Only what the configuration calls "not set" counts; without a configuration it says nothing.
    ///
    /// ## Why it matters
    ///
    /// The daemon loads the conn and negotiates, and the kernel refuses the security association: the tunnel does not come
    /// up, with "Protocol not supported" or "Function not implemented" in the log. strongSwan can do without with its plug-in
    /// `kernel-libipsec`.
    pub struct KernelLacksFeature {
        code: "H404", name: "kernel-lacks-feature", severity: Warning, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}

impl Rule for KernelLacksFeature {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    /// What every conn needs is said once.
    fn check_model(&self, cx: &mut Context<'_>) {
        let Some(machine) = cx.host.filter(|_| uses_xfrm(cx)) else {
            return;
        };
        let mut lacking: Vec<&Feature> = Vec::new();
        for (id, _) in cx.model.conns() {
            let conn = cx.model.conn(id);
            if conn.is_fragment() {
                continue;
            }
            let facts = Facts::of(&conn);
            for feature in general(&conn, &facts, cx) {
                let is_new = !lacking.iter().any(|known| known.option == feature.option);
                if is_new && lacks(machine, feature.option) {
                    lacking.push(feature);
                }
            }
        }
        if lacking.is_empty() {
            return;
        }
        let names: Vec<&str> = lacking.iter().map(|feature| feature.name).collect();
        let options: Vec<String> = lacking
            .iter()
            .map(|feature| format!("`{}`", feature.option))
            .collect();
        let message = format!("this kernel was built without {}", names.join(", "));
        let finding = finding(cx, host::top(cx.model), message, &options.join(", "));
        cx.report(finding);
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let Some(machine) = cx.host.filter(|_| uses_xfrm(cx)) else {
            return;
        };
        let is_v6 = cx.facts().family() == Family::V6;
        for (id, is_used, v4, v6) in SETTINGS {
            let Some(setting) = conn.get(id, None).filter(|_| is_used(conn, id)) else {
                continue;
            };
            let option = if is_v6 { v6 } else { v4 };
            if lacks(machine, option) {
                let message = format!("this kernel was built without what `{id}=` needs");
                let finding = finding(cx, conn.value_span(setting), message, &format!("`{option}`"));
                cx.report(finding);
            }
        }
        for word in cx.words(conn).iter().filter(|word| !word.is_ike) {
            let Some((_, option, drivers)) = ALGORITHMS
                .iter()
                .find(|(ids, ..)| ids.contains(&word.algorithm.id))
            else {
                continue;
            };
            let has_driver = |driver: &&str| machine.kernel_option(driver) == Some(KernelOption::Set);
            if lacks(machine, option) && !drivers.iter().any(has_driver) {
                let message = format!("this kernel was built without `{}`", word.text);
                let finding = finding(cx, word.span, message, &format!("`{option}`"));
                cx.report(finding);
            }
        }
    }
}

struct Feature {
    option: &'static str,
    name: &'static str,
}

const fn feature(option: &'static str, name: &'static str) -> Feature {
    Feature { option, name }
}

const XFRM: Feature = feature("CONFIG_XFRM_USER", "XFRM");
const ESP: Feature = feature("CONFIG_INET_ESP", "ESP for IPv4");
const ESP6: Feature = feature("CONFIG_INET6_ESP", "ESP for IPv6");
const AH: Feature = feature("CONFIG_INET_AH", "AH for IPv4");
const AH6: Feature = feature("CONFIG_INET6_AH", "AH for IPv6");

/// A keyword, whether it is in use, and what it needs for IPv4 and IPv6.
type Needs = (&'static str, fn(&Conn<'_>, &str) -> bool, &'static str, &'static str);

const SETTINGS: &[Needs] = &[
    ("ipsec-interface", is_not_no, "CONFIG_XFRM_INTERFACE", "CONFIG_XFRM_INTERFACE"),
    ("vti-interface", is_not_no, "CONFIG_NET_IPVTI", "CONFIG_IPV6_VTI"),
    ("nic-offload", is_demanded, "CONFIG_XFRM_OFFLOAD", "CONFIG_XFRM_OFFLOAD"),
    ("compress", is_demanded, "CONFIG_INET_IPCOMP", "CONFIG_INET6_IPCOMP"),
    ("enable-tcp", is_demanded, "CONFIG_INET_ESPINTCP", "CONFIG_INET6_ESPINTCP"),
    ("iptfs", is_demanded, "CONFIG_XFRM_IPTFS", "CONFIG_XFRM_IPTFS"),
];

/// Algorithms that ESP does not bring along, with drivers of some machines that have them too.
const ALGORITHMS: &[(&[&str], &str, &[&str])] = &[
    (&["chacha20_poly1305"], "CONFIG_CRYPTO_CHACHA20POLY1305", &[]),
    (&["aes_ccm_8", "aes_ccm_12", "aes_ccm_16"], "CONFIG_CRYPTO_CCM", &["CONFIG_CRYPTO_AES_ARM64_CE_CCM"]),
    (&["aes_cmac_96"], "CONFIG_CRYPTO_CMAC", ARM),
    (&["aes_xcbc_96"], "CONFIG_CRYPTO_XCBC", ARM),
];

const ARM: &[&str] = &["CONFIG_CRYPTO_AES_ARM64_CE_BLK", "CONFIG_CRYPTO_AES_ARM64_NEON_BLK"];

/// The others have a stack of their own, or can have one.
fn uses_xfrm(cx: &Context<'_>) -> bool {
    let stack = cx.setup.get("protostack").map(|value| value.text);
    match cx.reader() {
        Reader::Classic => false,
        Reader::Openswan => stack.is_some_and(|stack| stack.eq_ignore_ascii_case("netkey")),
        _ => !stack.is_some_and(|stack| matches!(&*stack.to_ascii_lowercase(), "klips" | "mast")),
    }
}

fn general(conn: &Conn<'_>, facts: &Facts, cx: &Context<'_>) -> Vec<&'static Feature> {
    if facts.is_shunt() {
        return vec![&XFRM];
    }
    let is_ah = word(conn, "phase2", None) == Some("ah")
        || (!matches!(cx.reader(), Reader::Libreswan4) && set(conn, "ah", None).is_some());
    let protocol = match (is_ah, facts.family()) {
        (false, Family::V4) => &ESP,
        (false, Family::V6) => &ESP6,
        (true, Family::V4) => &AH,
        (true, Family::V6) => &AH6,
    };
    vec![&XFRM, protocol]
}

fn is_not_no(conn: &Conn<'_>, id: &str) -> bool {
    set(conn, id, None).is_some_and(|setting| !setting.value.text.eq_ignore_ascii_case("no"))
}

/// Not `auto`, which does without where it must.
fn is_demanded(conn: &Conn<'_>, id: &str) -> bool {
    is_yes(conn, id, None) || matches!(word(conn, id, None), Some("fallback" | "crypto" | "packet"))
}

fn lacks(machine: &dyn Host, option: &str) -> bool {
    machine.kernel_option(option) == Some(KernelOption::NotSet)
}

fn finding(cx: &Context<'_>, span: Span, message: String, options: &str) -> Diagnostic {
    cx.finding(Effect::Works, span, message)
        .note(format!("its build configuration says that {options} is not set"))
        .help("run a kernel that has it, or change the conn")
}

#[cfg(test)]
mod tests {
    use crate::host::KernelOption;
    use crate::testing::{FakeHost, check_on};

    const TEXT: &str = "conn a\n\tleft=192.0.2.1\n\tright=198.51.100.7\n";

    fn without(options: &[&'static str]) -> FakeHost {
        let not_set = options.iter().map(|option| (*option, KernelOption::NotSet));
        FakeHost {
            kernel: Some(not_set.collect()),
            ..FakeHost::default()
        }
    }

    #[track_caller]
    fn check(host: &FakeHost, more: &str, expected: &[&str]) {
        let text = format!("{TEXT}{more}");
        check_on(host, "H404", "libreswan@4.10", &text, expected);
    }

    #[test]
    fn what_every_conn_needs() {
        let esp = without(&["CONFIG_INET_ESP"]);
        check(&esp, "", &["1:1 this kernel was built without ESP for IPv4"]);
        check(&esp, "\tphase2=ah\n", &[]);
        let both = without(&["CONFIG_INET_ESP", "CONFIG_INET6_ESP"]);
        let more = "conn b\n\tleft=2001:db8::1\n\tright=2001:db8::2\n";
        let message = "1:1 this kernel was built without ESP for IPv4, ESP for IPv6";
        check(&both, more, &[message]);
        check(&without(&[]), "", &[]);
        check(&FakeHost::default(), "", &[]);
    }

    #[test]
    fn what_a_setting_needs() {
        let host = without(&["CONFIG_XFRM_INTERFACE", "CONFIG_NET_IPVTI", "CONFIG_INET_IPCOMP", "CONFIG_XFRM_OFFLOAD"]);
        for (line, expected) in [
            ("ipsec-interface=yes", Some("ipsec-interface")),
            ("ipsec-interface=no", None),
            ("vti-interface=vti1", Some("vti-interface")),
            ("compress=yes", Some("compress")),
            ("nic-offload=yes", Some("nic-offload")),
            ("nic-offload=auto", None),
        ] {
            let column = line.find('=').expect("a setting") + 3;
            let message = expected
                .map(|id| format!("4:{column} this kernel was built without what `{id}=` needs"));
            let messages: Vec<&str> = message.as_deref().into_iter().collect();
            check(&host, &format!("\t{line}\n"), &messages);
        }
    }

    #[test]
    fn algorithms_that_esp_does_not_bring() {
        let line = "\tesp=aes-aes_xcbc,chacha20_poly1305\n\tike=chacha20_poly1305-sha2\n";
        let options = ["CONFIG_CRYPTO_CHACHA20POLY1305", "CONFIG_CRYPTO_XCBC"];
        let expected = [
            "4:10 this kernel was built without `aes_xcbc`",
            "4:19 this kernel was built without `chacha20_poly1305`",
        ];
        check(&without(&options), line, &expected);
        let mut arm = without(&options);
        let driver = ("CONFIG_CRYPTO_AES_ARM64_NEON_BLK", KernelOption::Set);
        arm.kernel.as_mut().expect("a configuration").push(driver);
        check(&arm, line, &expected[1..]);
    }

    #[test]
    fn a_stack_of_its_own_needs_no_xfrm() {
        let esp = without(&["CONFIG_INET_ESP"]);
        let text = format!("config setup\n\tprotostack=klips\n{TEXT}");
        check_on(&esp, "H404", "openswan@2.6", &text, &[]);
        let text = text.replace("klips", "netkey");
        let message = "1:1 this kernel was built without ESP for IPv4";
        check_on(&esp, "H404", "openswan@2.6", &text, &[message]);
        check_on(&esp, "H404", "openswan@2.4", TEXT, &[]);
    }
}
