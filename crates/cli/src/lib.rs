//! Commands about configurations.
