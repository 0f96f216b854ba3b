//! A container with the programs and nothing else, as an OCI archive, made by buildah.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Result, ensure};

use super::{BROKEN, Built, Tried, build_static, check_found, check_versions, emptied, folder};
use super::{licences, needed, programs, strip};
use crate::run::{output, run};
use crate::test::is_root;
use crate::workspace::{Workspace, host};

pub(super) fn build(workspace: &Workspace) -> Result<Built> {
    let buildah = needed("buildah", "buildah")?;
    let built = build_static(workspace)?;
    let staged = emptied(workspace.target.join("dist-container"))?;
    let context = staged.join("context");
    for name in programs(workspace) {
        strip(&built.join(name), &context.join("bin").join(name))?;
    }
    for file in ["LICENSE-MIT", "LICENSE-APACHE"] {
        fs::copy(workspace.root.join(file), context.join(file))?;
    }
    fs::copy(licences::write(workspace)?, context.join("licences.txt"))?;
    // A store of its own, so that nothing is left among the user's images; without an overlay it works anywhere.
    let store = staged.join("store");
    let buildah = || {
        let mut command = Command::new(&buildah);
        command
            .args(["--storage-driver", "vfs", "--root"])
            .arg(&store);
        command
    };
    let tag = format!("ipsec-conf-tools:{}", env!("CARGO_PKG_VERSION"));
    run(buildah()
        .args([
            "build",
            "--quiet",
            "--isolation",
            "chroot",
            "--tag",
            &tag,
            "--file",
        ])
        .arg(workspace.root.join("packaging/container/Containerfile"))
        .arg(&context))?;
    let name = format!(
        "ipsec-conf-tools-{}-{}.oci.tar",
        env!("CARGO_PKG_VERSION"),
        host()?
    );
    let file = folder(workspace)?.join(name);
    if file.exists() {
        fs::remove_file(&file)?;
    }
    run(buildah()
        .args(["push", "--quiet", &tag])
        .arg(format!("oci-archive:{}:{tag}", file.display())))?;
    let tried = if is_root() {
        Tried::Works(check(workspace, &staged, &tag, buildah)?)
    } else {
        Tried::Not("only root runs a container without a runtime".to_owned())
    };
    Ok(Built {
        files: vec![file],
        tried,
    })
}

fn check(
    workspace: &Workspace,
    staged: &Path,
    tag: &str,
    buildah: impl Fn() -> Command,
) -> Result<String> {
    let work = staged.join("work");
    fs::create_dir(&work)?;
    fs::write(work.join("ipsec.conf"), BROKEN.0)?;
    let container = output(buildah().args(["from", "--pull-never", tag]))?;
    let run_in = |words: &[&str]| {
        let mut command = buildah();
        command
            .args(["run", "--isolation", "chroot", "--volume"])
            .arg(format!("{}:/work:ro", work.display()))
            .args([container.trim(), "--"])
            .args(words);
        command
    };
    check_versions(workspace, |name| run_in(&[name]))?;
    check_found(&mut run_in(&["ipsec-lint", "."]))?;
    let about = output(buildah().args(["inspect", "--type", "image", tag]))?;
    ensure!(
        about.contains("/usr/bin/ipsec-lint") && about.contains("65534:65534"),
        "the image does not start ipsec-lint as nobody"
    );
    run(buildah().args(["rm", container.trim()]))?;
    Ok("built from nothing by buildah, each program run in it, a directory checked".to_owned())
}
