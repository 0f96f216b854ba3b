//! Writes the registry: one `mod` line and one entry for each file of `src/rules`, so that none can be forgotten.
#![allow(
    clippy::disallowed_methods,
    reason = "a build script reads and writes files"
)]

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

fn main() {
    let root = env::var("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR");
    let dir = Path::new(&root).join("src/rules");
    println!("cargo::rerun-if-changed={}", dir.display());
    let mut names: Vec<String> = fs::read_dir(&dir)
        .expect("src/rules can be read")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter_map(|name| name.strip_suffix(".rs").map(str::to_owned))
        .collect();
    names.sort();
    let mut out = String::new();
    for name in &names {
        let path = dir.join(format!("{name}.rs"));
        let path = path.to_str().expect("the path of the checkout is UTF-8");
        let _ = writeln!(out, "#[path = {path:?}]\nmod {name};");
    }
    let _ = writeln!(
        out,
        "/// Every rule, in the order of its code.\npub static RULES: &[&dyn crate::rule::Rule] = &["
    );
    // A file is named after its rule, with the code in front: the order of the files is that of the codes.
    for name in &names {
        let _ = writeln!(out, "    &{name}::RULE,");
    }
    out.push_str("];\n");
    let target = Path::new(&env::var("OUT_DIR").expect("cargo sets OUT_DIR")).join("rules.rs");
    fs::write(target, out).expect("the registry can be written");
}
