//! The lossless, typed tree of one file.
