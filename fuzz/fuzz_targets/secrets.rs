//! See `ipsec_conf_fuzz::secrets`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| ipsec_conf_fuzz::secrets::check(bytes));
