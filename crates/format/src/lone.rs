//! One line by itself, as every shape reads it.

use ipsec_conf::FileId;
use ipsec_conf::syntax::{File, Shape};

use crate::proof::same_reading;

/// Whether every reader takes the two lines for the same.
pub(crate) fn reads_alike(old: &str, new: &str) -> bool {
    let [old, new] = [old, new].map(|line| format!("conn a\n{line}\n"));
    Shape::ALL.into_iter().all(|shape| {
        let [old, new] = [&old, &new]
            .map(|text| File::from_text(FileId::default(), text.as_str().into(), shape));
        same_reading(&old, &new).is_ok()
    })
}
