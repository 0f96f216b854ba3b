//! From a request to commands, one file for each family of programs.

pub mod classic;

#[cfg(test)]
mod testing;
