//! From a request to commands, one file for each family of programs.

pub mod libreswan;
