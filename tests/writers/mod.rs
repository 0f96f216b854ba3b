//! What the tests of writing share: the programs that write configurations, and a text that both change.

#![allow(
    dead_code,
    reason = "every test binary compiles this module and uses its own part of it"
)]

/// A program and how it is called.
pub(crate) type Writer = (&'static str, &'static [&'static str]);

pub(crate) const FMT: &str = env!("CARGO_BIN_EXE_ipsec-fmt");

pub(crate) const WRITERS: [Writer; 2] = [
    (FMT, &["ipsec.conf"]),
    (
        env!("CARGO_BIN_EXE_ipsec-lint"),
        &[
            "--fix",
            "--target",
            "libreswan@4.10",
            "--select",
            "M163",
            "ipsec.conf",
        ],
    ),
];

/// A file of 90 kilobytes.
pub(crate) fn untidy() -> String {
    let conn = "  left = 192.0.2.1\n  right = %any\n  type = passthrough\n  authby = secret\n";
    let conns: Vec<_> = (0..1_000).map(|i| format!("conn c{i}\n{conn}")).collect();
    conns.concat()
}
