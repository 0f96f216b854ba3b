//! The few lines of a source that a drawing shows, safe for a terminal.
//!
//! A renderer never sees the source itself. It sees a short text of its own in which control and invisible characters
//! are spelt out and long lines are cut, with the labels moved to where their text stands now.

mod line;

use std::collections::BTreeSet;
use std::ops;

use ipsec_conf::diagnostic::Label;
use ipsec_conf::text::printable;
use ipsec_conf::{FileId, Source};

use self::line::SourceLine;
use crate::place::{Place, Places};
use crate::words;

/// A label over more lines than this is drawn under its first line only.
const MOST_LINES: usize = 8;

/// Empty lines between parts that are apart, so that a renderer that knows only this text sees a gap.
const GAP: usize = 3;

/// How much is shown around the labels.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Frame {
    /// Lines above and below each label.
    pub(crate) context: usize,
    /// A line of more characters is cut around its labels.
    pub(crate) longest: usize,
    /// Stands for what was cut.
    pub(crate) ellipsis: &'static str,
}

/// Whether a label is the one that a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Primary,
    Related,
}

/// Lines of one file, with labels.
#[derive(Debug)]
pub(crate) struct Excerpt {
    pub(crate) name: String,
    /// Every line ends with a newline.
    pub(crate) text: String,
    pub(crate) marks: Vec<Mark>,
    lines: Vec<Line>,
}

/// A label as a range of [`Excerpt::text`].
#[derive(Debug)]
pub(crate) struct Mark {
    pub(crate) range: ops::Range<usize>,
    /// Where the label starts in the file.
    pub(crate) place: Place,
    pub(crate) message: String,
    pub(crate) role: Role,
}

#[derive(Debug)]
struct Line {
    /// In the file, from 1; 0 for a line of a gap.
    number: usize,
    /// In the text of the excerpt.
    start: usize,
}

/// A stretch of a source that is shown, and where it went.
struct Piece {
    source: ops::Range<usize>,
    at: usize,
    /// Where everything up to the next piece is shown: behind this one and its ellipsis.
    behind: usize,
}

impl Excerpt {
    /// The lines around `labels`, all of which are in `file`.
    pub(crate) fn new(
        places: &Places<'_>,
        file: FileId,
        labels: &[(&Label, Role)],
        frame: Frame,
    ) -> Excerpt {
        let source = places.sources.get(file);
        let clips: Vec<Clip> = labels
            .iter()
            .map(|(label, _)| Clip::new(source, label))
            .collect();
        let mut excerpt = Excerpt {
            name: printable(&source.path().to_string_lossy()).into_owned(),
            text: String::new(),
            marks: Vec::new(),
            lines: Vec::new(),
        };
        let mut pieces = Vec::new();
        for number in lines_around(source, &clips, frame.context) {
            excerpt.add_line(source, number, &clips, frame, &mut pieces);
        }
        for (clip, &(label, role)) in clips.into_iter().zip(labels) {
            let start = shown_at(source, &pieces, clip.range.start);
            let end = shown_at(source, &pieces, clip.range.end);
            let place = places.place(file, label.span.start);
            excerpt.marks.push(Mark {
                range: start..end,
                place,
                message: clip.message,
                role,
            });
        }
        excerpt
    }

    fn add_line(
        &mut self,
        source: &Source,
        number: usize,
        clips: &[Clip],
        frame: Frame,
        pieces: &mut Vec<Piece>,
    ) {
        let is_apart = self.lines.last().is_some_and(|last| last.number != number);
        if is_apart {
            for _ in 0..GAP {
                self.lines.push(Line {
                    number: 0,
                    start: self.text.len(),
                });
                self.text.push('\n');
            }
        }
        self.lines.push(Line {
            number: number + 1,
            start: self.text.len(),
        });
        let line = SourceLine::new(source, number);
        let labels: Vec<_> = clips
            .iter()
            .filter(|clip| clip.lines.contains(&number))
            .map(|clip| clip.range.clone())
            .collect();
        let shown = line.shown(source.text(), &labels, frame.longest);
        let mut end = line.content.start;
        for stretch in shown {
            if stretch.start > end {
                self.text.push_str(frame.ellipsis);
            }
            end = stretch.end;
            let at = self.text.len();
            self.text
                .push_str(&printable(&source.text()[stretch.clone()]));
            let is_cut = end < line.content.end;
            let behind = self.text.len() + if is_cut { frame.ellipsis.len() } else { 0 };
            pieces.push(Piece {
                source: stretch,
                at,
                behind,
            });
        }
        if end < line.content.end {
            self.text.push_str(frame.ellipsis);
        }
        self.text.push('\n');
    }

    /// The index of the line of [`Excerpt::text`] that holds `at`.
    pub(crate) fn line_at(&self, at: usize) -> usize {
        self.lines
            .partition_point(|line| line.start <= at)
            .saturating_sub(1)
    }

    pub(crate) fn line_count(&self) -> usize {
        self.lines.len()
    }

    /// The bytes of a line of [`Excerpt::text`], with its newline.
    pub(crate) fn line_range(&self, index: usize) -> ops::Range<usize> {
        let end = self
            .lines
            .get(index + 1)
            .map_or(self.text.len(), |next| next.start);
        self.lines[index].start..end
    }

    /// The number that a line of [`Excerpt::text`] has in the file, from 1.
    pub(crate) fn line_number(&self, index: usize) -> usize {
        self.lines[index].number
    }

    /// Whether two neighbours are neighbours in the file too.
    pub(crate) fn follows(&self, index: usize, next: usize) -> bool {
        self.lines[index].number != 0 && self.lines[index].number + 1 == self.lines[next].number
    }

    /// The mark that starts at `at`, the primary one if there are several.
    pub(crate) fn mark_at(&self, at: usize) -> Option<&Mark> {
        let here = self.marks.iter().filter(|mark| mark.range.start == at);
        here.min_by_key(|mark| mark.role == Role::Related)
    }
}

/// A label, cut so that it can be drawn.
struct Clip {
    range: ops::Range<usize>,
    lines: ops::RangeInclusive<usize>,
    message: String,
}

impl Clip {
    fn new(source: &Source, label: &Label) -> Clip {
        let index = source.line_index();
        let mut range = label.span.range();
        let mut message = words::message(&label.message);
        let first = index.line(label.span.start);
        let ends_with_newline =
            range.end > range.start && source.text().as_bytes()[range.end - 1] == b'\n';
        if ends_with_newline {
            range.end -= 1;
            // The CR goes with it, unless it is what the label is about.
            let ends_with_cr = source.text()[range.clone()].ends_with('\r');
            if ends_with_cr && range.len() > 1 {
                range.end -= 1;
            }
        }
        let mut last = index.line(range.end as u32);
        if last - first >= MOST_LINES {
            let to_line = format!("up to line {}", last + 1);
            message = if message.is_empty() {
                to_line
            } else {
                format!("{message} ({to_line})")
            };
            last = first;
            range.end = SourceLine::new(source, first).content.end.max(range.start);
        }
        Clip {
            range,
            lines: first..=last,
            message,
        }
    }
}

/// The lines to show, counted from 0. The empty line behind a last newline is shown only if a label is there.
fn lines_around(source: &Source, clips: &[Clip], context: usize) -> BTreeSet<usize> {
    let count = source.line_index().len(source.text());
    let mut lines = BTreeSet::new();
    for clip in clips {
        let above = clip.lines.start().saturating_sub(context);
        let below = (clip.lines.end() + context)
            .min(count.saturating_sub(1))
            .max(*clip.lines.end());
        lines.extend(above..=below);
    }
    lines
}

fn shown_at(source: &Source, pieces: &[Piece], offset: usize) -> usize {
    let Some(piece) = pieces[..pieces.partition_point(|piece| piece.source.start <= offset)].last()
    else {
        return 0;
    };
    if offset > piece.source.end {
        return piece.behind;
    }
    piece.at + printable(&source.text()[piece.source.start..offset]).len()
}

#[cfg(test)]
mod tests {
    use ipsec_conf::{SourceMap, Span};

    use super::*;

    fn excerpt(text: &str, range: ops::Range<usize>, longest: usize) -> Excerpt {
        let mut sources = SourceMap::default();
        let file = sources.add(Source::new("a", text));
        let label = Label {
            span: Span::new(file, range),
            message: String::new(),
        };
        let frame = Frame {
            context: 1,
            longest,
            ellipsis: "…",
        };
        Excerpt::new(
            &Places::new(&sources),
            file,
            &[(&label, Role::Primary)],
            frame,
        )
    }

    #[test]
    fn a_mark_covers_the_spelt_out_text_of_its_label() {
        let text = "\u{1b}a\tb\u{202e}é\0x";
        let bounds: Vec<usize> = text
            .char_indices()
            .map(|(i, _)| i)
            .chain([text.len()])
            .collect();
        for (i, &start) in bounds.iter().enumerate() {
            for &end in &bounds[i..] {
                let excerpt = excerpt(text, start..end, 80);
                assert_eq!(
                    excerpt.text[excerpt.marks[0].range.clone()],
                    *printable(&text[start..end])
                );
            }
        }
    }

    #[test]
    fn a_long_line_is_cut_around_its_label() {
        let text = format!("{}NEEDLE{}", "a".repeat(1000), "b".repeat(1000));
        let excerpt = excerpt(&text, 1000..1006, 40);
        assert_eq!(excerpt.text, "…aaaaaaaaaaNEEDLEbbbbbbbbbb…\n");
        assert_eq!(&excerpt.text[excerpt.marks[0].range.clone()], "NEEDLE");
    }

    #[test]
    fn a_label_that_is_cut_covers_the_ellipsis() {
        let excerpt = excerpt(&"a".repeat(1000), 0..1000, 8);
        assert_eq!(excerpt.text, "aaaaaa…\n");
        assert_eq!(&excerpt.text[excerpt.marks[0].range.clone()], "aaaaaa…");
    }
}
