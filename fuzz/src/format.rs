//! Laying out changes no reading, not even of the readers for whom the file is not meant, and settles at once.

use ipsec_conf::syntax::Shape;
use ipsec_conf::{File, FileId, Target};
use ipsec_conf_format::{Align, Indent, Options, apply, format, same_reading};

use crate::{Dice, text};

const ALIGN: [Align; 3] = [Align::Off, Align::Section, Align::File];

pub fn check(bytes: &[u8]) {
    let text = text(bytes);
    let mut dice = Dice::of(bytes);
    let options = Options {
        indent: dice.pick(&[Indent::Tab, Indent::Spaces(1), Indent::Spaces(4)]),
        spaces_around_equals: dice.pick(&[true, false]),
        align_values: dice.pick(&ALIGN),
        align_comments: dice.pick(&ALIGN),
        blank_lines_between_sections: dice.pick(&[0, 1, 2]),
        blank_lines_inside_sections: dice.pick(&[1, 2]),
        ..Options::default()
    };
    // The newline at the end is added before anything is compared: without it a comment is none for Libreswan.
    let is_ended = text.is_empty() || text.ends_with('\n');
    let ended = if is_ended {
        text.clone()
    } else {
        format!("{text}\n")
    };
    for shape in Shape::ALL {
        let out = laid_out(&text, &options, shape);
        for reader in Shape::ALL {
            let same = same_reading(&parse(&ended, reader), &parse(&out, reader));
            assert!(
                same.is_ok(),
                "laid out as {shape:?}, read as {reader:?}: {same:?}\n{options:?}\n{out:?}"
            );
        }
        let again = laid_out(&out, &options, shape);
        assert_eq!(again, out, "{shape:?}: laid out twice\n{options:?}");
    }
}

fn parse(text: &str, shape: Shape) -> File {
    File::from_text(FileId::default(), text.into(), shape)
}

fn laid_out(text: &str, options: &Options, shape: Shape) -> String {
    let target = match shape {
        Shape::Swan => Target::LIBRESWAN_4_10,
        Shape::Classic => Target::CLASSIC,
        Shape::StrongSwan => Target::STRONGSWAN_5_9_8,
    };
    apply(text, &format(&parse(text, shape), options, target))
}
