//! An algorithm that packages leave out.

use ipsec_conf::diagnostic::Fix;
use ipsec_conf::model::Conn;
use ipsec_conf::{Effect, Version};

use crate::context::Context;
use crate::crypto;

use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// An algorithm that Libreswan knows by name and the usual packages do not contain.
    ///
    /// ## What it does
    ///
    /// Finds `modp1024` (`dh2`), `dh22`, `dh23`, `dh24`, single DES, CAST, Serpent, Twofish, Blowfish and their like in
    /// `ike=`, `esp=` and `ah=`, where the target was built without them.
    ///
    /// ## Why it matters
    ///
    /// Libreswan refuses the conn when it is added: "IKE DH algorithm 'modp1024' is not supported" (4.10 and 5.4). The
    /// release notes name 3.3 for single DES and modp768, 3.6 for Blowfish, 3.19 for DH22, 3.30 for modp1024 and 4.0 for
    /// Serpent, Twofish and CAST; whoever builds the program may decide otherwise.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     ike=aes128-sha1;modp1024
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     ike=aes128-sha2;modp2048
    /// ```
    ///
    /// ## See also
    ///
    /// `unknown-algorithm`, `weak-dh`, `weak-cipher`
    pub struct AlgorithmNotInBuild {
        code: "U110", name: "algorithm-not-in-build", severity: Error, enabled: true,
        since: "0.1", dialects: "Libreswan", fix: Sometimes
    }
}

impl Rule for AlgorithmNotInBuild {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    /// From 4.0 on the names that a build knows are checked while the value is read.
    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let version = cx.target().version;
        if !cx.is_libreswan() || version >= Version::new(4, 0, 0) {
            return;
        }
        for word in cx.words(conn).iter() {
            let Some((_, since)) = LEFT_OUT.iter().find(|(id, _)| *id == word.algorithm.id) else {
                continue;
            };
            if version < *since {
                continue;
            }
            let better = crypto::instead(word, cx.target());
            let finding = cx
                .finding(
                    Effect::ConnRefused,
                    word.span,
                    format!("`{}` is not built into {}", word.text, cx.program()),
                )
                .note(format!(
                    "Libreswan leaves it out by default from {since} on, and refuses the conn"
                ))
                .help(format!("write `{better}` at both ends"))
                .fix(Fix::risky(format!("write `{better}`"), word.span, better));
            cx.report(finding);
        }
    }
}

/// Since when the default build of Libreswan lacks an algorithm (its change log).
const LEFT_OUT: &[(&str, Version)] = &[
    ("des_cbc", Version::new(3, 3, 0)),
    ("modp768", Version::new(3, 3, 0)),
    ("blowfish_cbc", Version::new(3, 6, 0)),
    ("modp1024_160", Version::new(3, 19, 0)),
    ("modp1024", Version::new(3, 30, 0)),
];
