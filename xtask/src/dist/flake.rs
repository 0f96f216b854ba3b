//! The flake: what it hands to nixpkgs, as the evaluator of Nix finds it. Building wants nixpkgs, which is not here.

use std::process::Command;

use anyhow::{Result, ensure};
use serde_json::Value;

use super::{Built, Tried};
use crate::run::{find_program, output};
use crate::workspace::Workspace;

pub(super) fn build(workspace: &Workspace) -> Result<Built> {
    let tried = match find_program("nix-instantiate") {
        Some(_) => Tried::Works(check(workspace)?),
        None => Tried::Not("`nix-instantiate` is not here (package nix-bin)".to_owned()),
    };
    // It stays where it is: a flake is used from the repository.
    Ok(Built {
        files: vec![workspace.root.join("flake.nix")],
        tried,
    })
}

/// With a stand-in for nixpkgs whose `buildRustPackage` returns what it was given.
const EVALUATED: &str = r#"
let
  pkgs = {
    rustPlatform.buildRustPackage = given: given;
    installShellFiles = "installShellFiles";
    lib.licenses = { mit = "MIT"; asl20 = "Apache-2.0"; };
    stdenv.hostPlatform = { inherit system; };
  };
  system = "x86_64-linux";
  systems = { x86_64-linux = pkgs; aarch64-linux = pkgs; };
  lib.genAttrs = names: make: builtins.listToAttrs (map (name: { inherit name; value = make name; }) names);
  flake = (import FLAKE).outputs { self = flake; nixpkgs = { inherit lib; legacyPackages = systems; }; };
  package = flake.packages.${system}.default;
in {
  inherit (package) version postInstall;
  inherit (package.meta) mainProgram license platforms;
  overlay = (flake.overlays.default pkgs pkgs).ipsec-conf-tools.version;
}
"#;

fn check(workspace: &Workspace) -> Result<String> {
    let flake = workspace.root.join("flake.nix");
    let expression = EVALUATED.replace("FLAKE", &flake.display().to_string());
    let said = output(
        Command::new("nix-instantiate")
            .args(["--eval", "--strict", "--json", "--expr", &expression])
            // Nothing is built, so nothing outside of the target directory is written.
            .env("NIX_STATE_DIR", workspace.target.join("dist-nix/state"))
            .env("NIX_STORE_DIR", workspace.target.join("dist-nix/store")),
    )?;
    let found: Value = serde_json::from_str(&said)?;
    let version = env!("CARGO_PKG_VERSION");
    ensure!(
        found["version"] == version && found["overlay"] == version,
        "the flake has another version: {said}"
    );
    ensure!(
        found["mainProgram"] == "ipsec-lint",
        "`nix run` starts something else: {said}"
    );
    // Each path that it installs is in the repository.
    let script = found["postInstall"].as_str().unwrap_or_default();
    let mut patterns = script.split_whitespace().filter(|word| word.contains('/'));
    let missing = patterns.find(|pattern| {
        let list = Command::new("git")
            .args(["ls-files", "--error-unmatch", "--", pattern])
            .current_dir(&workspace.root)
            .output();
        !list.is_ok_and(|list| list.status.success())
    });
    ensure!(
        missing.is_none(),
        "the flake installs {missing:?}, which is not in the repository"
    );
    Ok("evaluated with a stand-in for nixpkgs; not built".to_owned())
}
