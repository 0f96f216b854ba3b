//! The registry, written by the build script: a forgotten registration cannot happen.

include!(concat!(env!("OUT_DIR"), "/rules.rs"));
