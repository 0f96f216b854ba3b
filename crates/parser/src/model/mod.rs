//! All files of one configuration, joined.
