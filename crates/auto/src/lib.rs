//! The executor of ipsec_auto(8).

pub mod route;
