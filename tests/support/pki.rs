//! A throw-away certificate authority with a certificate for each of two hosts, as an NSS database.
//!
//! Nicknames are `ca`, `west` and `east`; subjects `CN=west.example.com,O=Example` and likewise.
//! It is made once, kept with the build's temporary files and made anew when it gets old.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::time::Duration;

use super::{output, search_path};

/// An NSS database in `directory` with nothing in it.
pub(crate) fn empty(directory: &Path) {
    static EMPTY: OnceLock<PathBuf> = OnceLock::new();
    copy_files(EMPTY.get_or_init(|| cached("nss-empty", create)), directory);
}

/// A copy of the database with the authority, both certificates and both keys in `directory`.
pub(crate) fn copy(directory: &Path) {
    static FULL: OnceLock<PathBuf> = OnceLock::new();
    copy_files(
        FULL.get_or_init(|| cached("nss-certificates", create_with_certificates)),
        directory,
    );
}

/// The directory `name` among the build's temporary files, made by `make` unless it is fresh.
fn cached(name: &str, make: impl Fn(&Path)) -> PathBuf {
    const FRESH: Duration = Duration::from_secs(7 * 24 * 3600);
    let base = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let kept = base.join(name);
    let age = fs::metadata(&kept)
        .and_then(|kept| kept.modified())
        .map(|time| time.elapsed());
    match age {
        Ok(Ok(age)) if age < FRESH => return kept,
        Ok(_) => fs::remove_dir_all(&kept).expect("the build's temporary files are ours"),
        Err(_) => {}
    }
    let new = base.join(format!("{name}.{}", std::process::id()));
    let _ = fs::remove_dir_all(&new);
    fs::create_dir_all(&new).expect("the build's temporary files are writable");
    make(&new);
    if fs::rename(&new, &kept).is_err() {
        // Another test binary was quicker.
        fs::remove_dir_all(&new).expect("it was just made");
    }
    kept
}

fn create(directory: &Path) {
    certutil(directory, &["-N", "--empty-password"], "");
}

fn create_with_certificates(directory: &Path) {
    create(directory);
    let noise = directory.join("noise");
    let mut random = Vec::new();
    fs::File::open("/dev/urandom")
        .and_then(|source| source.take(64).read_to_end(&mut random))
        .expect("there is a random source");
    fs::write(&noise, random).expect("the build's temporary files are writable");
    let key = ["-k", "rsa", "-g", "2048", "-v", "120", "-z", path(&noise)];

    let authority = [
        "-S",
        "-x",
        "-n",
        "ca",
        "-s",
        "CN=Test CA,O=Example",
        "-t",
        "CT,C,C",
        "-m",
        "1",
    ];
    // It asks: is this an authority, how long may the chain be, is the extension critical?
    let usage = ["--keyUsage", "certSigning,crlSigning", "-2"];
    certutil(
        directory,
        &[&authority[..], &key, &usage].concat(),
        "y\n\ny\n",
    );

    for (serial, name, address) in [("2", "west", "192.1.2.45"), ("3", "east", "192.1.2.23")] {
        let subject = format!("CN={name}.example.com,O=Example");
        let names = format!("dns:{name}.example.com,ip:{address}");
        let host = [
            "-S", "-c", "ca", "-n", name, "-s", &subject, "-t", "P,,", "-m", serial,
        ];
        certutil(
            directory,
            &[&host[..], &key, &["--extSAN", &names]].concat(),
            "",
        );
    }
    fs::remove_file(&noise).expect("it was just written");
}

fn certutil(directory: &Path, arguments: &[&str], answers: &str) {
    let mut command = Command::new("certutil");
    command
        .args(arguments)
        .args(["-d", &format!("sql:{}", path(directory))]);
    output(command.env("PATH", search_path()), answers).ok();
}

fn copy_files(from: &Path, to: &Path) {
    let entries = fs::read_dir(from).expect("the database was just made");
    for entry in entries.map(|entry| entry.expect("the directory is readable")) {
        fs::copy(entry.path(), to.join(entry.file_name())).expect("scratch is writable");
    }
}

fn path(path: &Path) -> &str {
    path.to_str().expect("paths of the build are UTF-8")
}
