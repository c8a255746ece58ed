#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tonescope_fuzz::resumed(bytes));
