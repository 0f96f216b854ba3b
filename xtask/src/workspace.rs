//! What cargo knows about this workspace: its members, what they declare, and what they carry in the end.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::run;

pub(crate) struct Workspace {
    pub(crate) root: PathBuf,
    pub(crate) target: PathBuf,
    pub(crate) members: Vec<Member>,
    /// The names of the binaries of all members.
    pub(crate) binaries: BTreeSet<String>,
}

pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) dir: PathBuf,
    /// What the manifest names for the library, the binaries and the build script; development is free.
    pub(crate) declares: BTreeSet<String>,
}

/// A crate of somebody else.
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) version: String,
    /// As its manifest says it.
    pub(crate) licence: Option<String>,
    /// Its sources.
    pub(crate) dir: PathBuf,
}

/// What manifests say about the oldest Rust for them.
pub(crate) struct Declared {
    /// The package itself.
    pub(crate) own: Option<String>,
    /// Name and version of each package that its build needs, and the Rust that it wants.
    pub(crate) others: Vec<(String, String)>,
}

impl Workspace {
    pub(crate) fn load() -> Result<Self> {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = manifest
            .parent()
            .context("bug: xtask has no parent directory")?;
        let mut workspace = Self {
            root: root.to_owned(),
            target: PathBuf::new(),
            members: Vec::new(),
            binaries: BTreeSet::new(),
        };
        workspace.read(&metadata(&workspace, &["--no-deps"])?)?;
        Ok(workspace)
    }

    pub(crate) fn release_binary(&self, name: &str) -> PathBuf {
        self.target.join("release").join(name)
    }

    /// For each member every package that ends up in its library or binaries.
    pub(crate) fn carried(&self) -> Result<BTreeMap<String, BTreeSet<String>>> {
        carried(&metadata(self, &[])?)
    }

    /// The crates of others in the binaries of a member, as far as this machine builds them.
    pub(crate) fn third_parties(&self, member: &str) -> Result<Vec<Package>> {
        let host = host()?;
        let metadata = metadata(self, &["--filter-platform", &host])?;
        let packages = list(&metadata["packages"]);
        let member = packages
            .iter()
            .find(|package| package["source"].is_null() && package["name"] == member)
            .and_then(|package| package["id"].as_str())
            .context("no such member")?;
        let reached = reached(&metadata, Reach::Carried)?;
        let ids = reached.get(member).context("it is no member")?;
        let is_carried =
            |package: &&Value| package["id"].as_str().is_some_and(|id| ids.contains(id));
        let mut packages: Vec<Package> = packages
            .iter()
            .filter(|package| !package["source"].is_null())
            .filter(is_carried)
            .map(|package| Package {
                name: text(&package["name"]),
                version: text(&package["version"]),
                licence: package["license"].as_str().map(str::to_owned),
                dir: directory(package),
            })
            .collect();
        packages.sort_by(|a, b| (&a.name, &a.version).cmp(&(&b.name, &b.version)));
        Ok(packages)
    }

    /// For a member and everything that its build needs, on whatever platform: also build scripts and macros.
    pub(crate) fn rust_versions(&self, member: &str) -> Result<Declared> {
        let metadata = metadata(self, &["--locked"])?;
        let packages = list(&metadata["packages"]);
        let package = packages
            .iter()
            .find(|package| package["source"].is_null() && package["name"] == member)
            .context("no such member")?;
        let reached = reached(&metadata, Reach::Built)?;
        let ids = package["id"].as_str().and_then(|id| reached.get(id));
        let ids = ids.context("it is no member")?;
        let others = packages.iter().filter_map(|package| {
            let name = ids
                .contains(package["id"].as_str()?)
                .then(|| format!("{} {}", text(&package["name"]), text(&package["version"])))?;
            Some((name, package["rust_version"].as_str()?.to_owned()))
        });
        Ok(Declared {
            own: package["rust_version"].as_str().map(str::to_owned),
            others: others.collect(),
        })
    }

    fn read(&mut self, metadata: &Value) -> Result<()> {
        self.target = metadata["target_directory"]
            .as_str()
            .context("cargo metadata: no target_directory")?
            .into();
        for package in list(&metadata["packages"]) {
            let is_runtime = |dependency: &&Value| dependency["kind"].as_str() != Some("dev");
            let declares = list(&package["dependencies"])
                .iter()
                .filter(is_runtime)
                .map(|d| text(&d["name"]))
                .collect();
            self.members.push(Member {
                name: text(&package["name"]),
                dir: directory(package),
                declares,
            });
            let binaries = list(&package["targets"])
                .iter()
                .filter(|target| list(&target["kind"]).contains(&"bin".into()));
            self.binaries
                .extend(binaries.map(|target| text(&target["name"])));
        }
        Ok(())
    }
}

/// The target triple of this machine.
pub(crate) fn host() -> Result<String> {
    let tuple = run::output(std::process::Command::new("rustc").args(["--print", "host-tuple"]))?;
    Ok(tuple.trim().to_owned())
}

fn metadata(workspace: &Workspace, args: &[&str]) -> Result<Value> {
    let json = run::output(
        run::cargo(workspace)
            .args(["metadata", "--format-version", "1"])
            .args(args),
    )?;
    serde_json::from_str(&json).context("cargo metadata is not JSON")
}

fn carried(metadata: &Value) -> Result<BTreeMap<String, BTreeSet<String>>> {
    let names: BTreeMap<&str, String> = list(&metadata["packages"])
        .iter()
        .filter_map(|p| Some((p["id"].as_str()?, text(&p["name"]))))
        .collect();
    let by_name = |ids: BTreeSet<&str>| ids.iter().map(|id| names[id].clone()).collect();
    Ok(reached(metadata, Reach::Carried)?
        .into_iter()
        .map(|(member, ids)| (names[member].clone(), by_name(ids)))
        .collect())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// What ends up in a member.
    Carried,
    /// What has to be built for it.
    Built,
}

/// What each member needs, by the ids of packages: two versions of one crate are two packages.
fn reached(metadata: &Value, reach: Reach) -> Result<BTreeMap<&str, BTreeSet<&str>>> {
    let mut edges: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for node in list(&metadata["resolve"]["nodes"]) {
        let is_normal = |d: &&Value| {
            list(&d["dep_kinds"]).iter().any(|kind| {
                kind["kind"].is_null() || reach == Reach::Built && kind["kind"] == "build"
            })
        };
        let next = list(&node["deps"])
            .iter()
            .filter(is_normal)
            .filter_map(|d| d["pkg"].as_str())
            .collect();
        edges.insert(
            node["id"]
                .as_str()
                .context("cargo metadata: a node has no id")?,
            next,
        );
    }
    let mut result = BTreeMap::new();
    for member in list(&metadata["workspace_members"])
        .iter()
        .filter_map(Value::as_str)
    {
        let (mut seen, mut open) = (BTreeSet::new(), vec![member]);
        while let Some(id) = open.pop() {
            open.extend(
                edges
                    .get(id)
                    .into_iter()
                    .flatten()
                    .filter(|next| seen.insert(**next)),
            );
        }
        result.insert(member, seen);
    }
    Ok(result)
}

fn directory(package: &Value) -> PathBuf {
    let manifest = package["manifest_path"].as_str().unwrap_or_default();
    Path::new(manifest)
        .parent()
        .unwrap_or(Path::new(""))
        .to_owned()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn node(id: &str, deps: &[(&str, Option<&str>)]) -> Value {
        let deps: Vec<Value> = deps
            .iter()
            .map(|(pkg, kind)| json!({ "pkg": pkg, "dep_kinds": [{ "kind": kind }] }))
            .collect();
        json!({ "id": id, "deps": deps })
    }

    #[test]
    fn carries_what_its_dependencies_carry_but_not_their_build_tools() {
        let packages: Vec<Value> = ["a", "b", "c", "builder", "tester"]
            .map(|n| json!({ "id": n, "name": n }))
            .into();
        let nodes = [
            node(
                "a",
                &[
                    ("b", None),
                    ("builder", Some("build")),
                    ("tester", Some("dev")),
                ],
            ),
            node("b", &[("c", None)]),
            node("c", &[]),
            node("builder", &[]),
            node("tester", &[]),
        ];
        let metadata = json!({ "packages": packages, "resolve": { "nodes": nodes }, "workspace_members": ["a"] });
        let carried = carried(&metadata).expect("the metadata is complete");
        assert_eq!(
            carried["a"],
            BTreeSet::from(["b".to_owned(), "c".to_owned()])
        );
    }

    #[test]
    fn the_crates_of_others_are_with_their_sources() {
        let workspace = Workspace::load().expect("cargo metadata works here");
        let others = workspace
            .third_parties("ipsec-conf-tools")
            .expect("it is a member");
        let clap = others.iter().find(|package| package.name == "clap");
        let clap = clap.expect("the programs use it");
        assert_eq!(clap.licence.as_deref(), Some("MIT OR Apache-2.0"));
        assert!(clap.dir.join("Cargo.toml").is_file());
        assert!(
            others
                .iter()
                .all(|package| !package.name.starts_with("ipsec-conf"))
        );
        // Only tests and chores use these.
        assert!(
            others
                .iter()
                .all(|package| package.name != "insta" && package.name != "clap_mangen")
        );
    }

    #[test]
    fn this_workspace_has_a_member_called_xtask() {
        let workspace = Workspace::load().expect("cargo metadata works here");
        let xtask = workspace
            .members
            .iter()
            .find(|member| member.name == "xtask")
            .expect("it is a member");
        assert!(xtask.declares.contains("serde_json") && !xtask.declares.contains("tempfile"));
        assert!(workspace.binaries.contains("ipsec-auto"));
    }
}
