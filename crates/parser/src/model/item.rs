//! One line of a section, with the keyword it sets.

use crate::keyword::{Keyword, KeywordSpan, Side};
use crate::text::FileId;

/// What the target does with a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemState {
    /// It sets its keyword.
    Set,
    /// It is read and left out: obsolete, a comment keyword, in the wrong section with a warning, unknown to strongSwan.
    Ignored,
    /// The target refuses it, and with it the conn or the file; a diagnostic of the model says why.
    Refused,
}

/// A parameter line.
#[derive(Debug, Clone, Copy)]
pub struct Item {
    pub file: FileId,
    /// The index of the line in its file.
    pub line: u32,
    pub state: ItemState,
    pub side: Option<Side>,
    /// With aliases replaced; `None` when the target does not know the word.
    pub keyword: Option<&'static Keyword>,
    /// The facts of the keyword as it is written, which may be an alias.
    pub span: Option<&'static KeywordSpan>,
}

impl Item {
    /// The side it is for where a section is read with left and right exchanged, or as it stands.
    pub(super) fn side_seen(&self, flips: bool) -> Option<Side> {
        if flips {
            self.side.map(Side::other)
        } else {
            self.side
        }
    }

    /// Whether it sets the keyword with this id.
    #[inline]
    pub fn is_setting_of(&self, id: &str) -> bool {
        self.state == ItemState::Set && self.keyword.is_some_and(|keyword| keyword.is(id))
    }
}
