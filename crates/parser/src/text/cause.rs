//! I/O errors in words.

use std::io;

/// What an I/O error says, without the number that Rust appends.
pub fn cause(error: &io::Error) -> String {
    let text = error.to_string();
    match text.find(" (os error") {
        Some(at) => text[..at].to_lowercase(),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_left_out() {
        assert_eq!(
            cause(&io::Error::from_raw_os_error(2)),
            "no such file or directory"
        );
        assert_eq!(cause(&io::Error::other("a FIFO")), "a FIFO");
    }
}
