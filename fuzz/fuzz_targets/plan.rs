//! See `ipsec_conf_fuzz::plan`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| ipsec_conf_fuzz::plan::check(bytes));
