//! From a request to commands, one file for each family of programs.

pub mod classic;
pub mod openswan;

#[cfg(test)]
mod testing;
