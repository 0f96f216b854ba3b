//! A key whose feature is off.

use ipsec_conf::Effect;
use ipsec_conf::Severity;
use ipsec_conf::model::Conn;

use crate::context::Context;
use crate::facts::{is_no, set};
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A keyword that has no effect because another one switches its feature off.
    ///
    /// ## What it does
    ///
    /// Knows the settings of IP-TFS, of IKE over TCP, of redirection and of VTI interfaces.
    ///
    /// ## Why it matters
    ///
    /// The line has no effect. Libreswan 5 says so about some of them when the conn is added; 4.x says nothing.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@5.4
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     tcp-remoteport=4500
    /// ```
    ///
    /// ```ipsec bad libreswan@5.4
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     iptfs-packet-size=1000
    /// ```
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     send-redirect=yes
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@5.4
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     enable-tcp=yes
    ///     tcp-remoteport=4500
    /// ```
    ///
    /// ## See also
    ///
    /// M152 and M153 for keys of the other IKE version.
    pub struct DeadKey {
        code: "M191", name: "dead-key", severity: Info, enabled: true,
        since: "0.1", dialects: "Libreswan", fix: Sometimes
    }
}

impl Rule for DeadKey {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        if !cx.is_libreswan() || cx.facts().is_shunt() {
            return;
        }
        for dead in DEAD.iter().filter(|dead| !is_on(conn, dead.switch)) {
            for setting in dead.keys.iter().filter_map(|key| set(conn, key, None)) {
                if is_no(conn, setting.keyword.id, None) {
                    continue;
                }
                let name = setting.spelling();
                let fix = cx.removal(conn, setting);
                let finding = cx
                    .finding(
                        Effect::Ignored,
                        conn.key_span(setting),
                        format!("`{name}` has no effect without `{}`", dead.wants),
                    )
                    .note(format!("{} does not use it", cx.program()))
                    .help(format!("write `{}`, or remove the line", dead.wants))
                    .fix(fix)
                    .severity(Severity::Info);
                cx.report(finding);
            }
        }
    }
}

struct Dead {
    keys: &'static [&'static str],
    /// The keyword that switches them on.
    switch: &'static str,
    wants: &'static str,
}

const DEAD: [Dead; 5] = [
    Dead {
        keys: &[
            "iptfs-drop-time",
            "iptfs-fragmentation",
            "iptfs-init-delay",
            "iptfs-max-queue-size",
            "iptfs-packet-size",
            "iptfs-reorder-window",
        ],
        switch: "iptfs",
        wants: "iptfs=yes",
    },
    Dead {
        keys: &["tcp-remoteport"],
        switch: "enable-tcp",
        wants: "enable-tcp=yes",
    },
    Dead {
        keys: &["accept-redirect-to"],
        switch: "accept-redirect",
        wants: "accept-redirect=yes",
    },
    Dead {
        keys: &["send-redirect"],
        switch: "redirect-to",
        wants: "redirect-to=ADDRESS",
    },
    Dead {
        keys: &["vti-routing", "vti-shared"],
        switch: "vti-interface",
        wants: "vti-interface=NAME",
    },
];

fn is_on(conn: &Conn<'_>, id: &str) -> bool {
    set(conn, id, None).is_some() && !is_no(conn, id, None)
}
