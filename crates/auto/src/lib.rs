//! The executor of ipsec_auto(8).
