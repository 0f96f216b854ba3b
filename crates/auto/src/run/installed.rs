//! Whose rules apply: the option, else the installed program, else the file.

use ipsec_conf::model::Vfs as _;
use ipsec_conf_host::{Chosen, Disk, TargetArg, choose as choose_by_text, installed};

use crate::request::Request;

pub(super) fn choose(request: &Request) -> Chosen {
    if request.target == TargetArg::Auto
        && let Some(target) = installed()
    {
        return Chosen::installed(target);
    }
    // A file that cannot be read is complained of where it is needed.
    let bytes = if request.target == TargetArg::Auto {
        Disk.read(&request.config).unwrap_or_default()
    } else {
        Vec::new()
    };
    choose_by_text(request.target, &String::from_utf8_lossy(&bytes), None)
}
