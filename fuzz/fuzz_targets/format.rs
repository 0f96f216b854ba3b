//! See `ipsec_conf_fuzz::format`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| ipsec_conf_fuzz::format::check(bytes));
