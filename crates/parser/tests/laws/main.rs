//! Laws of the library that hold for every text; those of the tree stand beside it, in `src/syntax/tests.rs`.

mod keywords;
mod model;
mod resolve;
mod text;

use ipsec_conf::Target;

/// One for each reader.
const TARGETS: [Target; 5] = [
    Target::CLASSIC,
    Target::OPENSWAN_2_6,
    Target::LIBRESWAN_4_10,
    Target::LIBRESWAN_5_4,
    Target::STRONGSWAN_5_9_8,
];
