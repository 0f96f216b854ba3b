//! One run: from the paths to the files as they are laid out.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ipsec_conf::model::{LoadOptions, read_source};
use ipsec_conf::syntax::{File, Shape};
use ipsec_conf::text::printable;
use ipsec_conf::{Dialect, FileId, Source, Target};
use ipsec_conf_config::{Config, Configs, Excluded};
use ipsec_conf_format::{LineEnding, Options, apply, format};
use ipsec_conf_host::{Chosen, Disk, TargetArg, choose};
use rayon::prelude::*;

use super::args::FmtArgs;
use super::proof::Proof;
use crate::lint::check::{STDIN, standard_input};
use crate::lint::error::Error;
use crate::lint::overlay::Change;
use crate::lint::walk::{self, Found, Input};
use crate::lint::{difference, output, write};
use crate::{Outcome, findings};

/// A file to lay out.
struct Task {
    input: Input,
    /// As it is shown.
    name: PathBuf,
    config: Option<Arc<Config>>,
}

/// A file, laid out.
struct Done {
    change: Change,
    chosen: Chosen,
    options: Options,
}

impl Done {
    fn is_changed(&self) -> bool {
        self.change.old != self.change.new
    }
}

pub(crate) fn run(args: &FmtArgs) -> Result<Outcome, Error> {
    let mut configs = Configs::new(&Disk, args.config.as_deref(), args.no_config)?;
    let found = find(args, &mut configs)?;
    let mut is_failed = !found.errors.is_empty();
    for error in &found.errors {
        output::error(error, args.color.color);
    }
    for dir in &found.empty {
        output::remark(&format!("no configuration below `{}`", dir.display()));
    }
    if args.range.is_some() && found.inputs.len() != 1 {
        return Err(Error::OneFile("--range"));
    }
    let mut tasks = Vec::with_capacity(found.inputs.len());
    for input in found.inputs {
        let name = match &input {
            Input::File(path) => path.clone(),
            Input::Stdin => args.stdin_filename.clone().unwrap_or_else(|| STDIN.into()),
        };
        let config = configs.of_file(&Disk, &name)?;
        tasks.push(Task {
            input,
            name,
            config,
        });
    }
    for config in configs.all() {
        let target = match args.target {
            TargetArg::Given(target) => target,
            TargetArg::Auto => Target::newest(Dialect::Libreswan),
        };
        findings::print(&config.findings, &config.sources, target, args.color.color);
    }
    if configs.all().iter().any(|config| !config.is_usable) {
        return Ok(Outcome::Failed);
    }
    let done: Vec<Result<Done, Error>> = tasks.par_iter().map(|task| task.lay_out(args)).collect();
    let mut counts = Counts::default();
    for (task, done) in tasks.iter().zip(done) {
        let finished = done.and_then(|done| task.finish(args, &done).map(|()| done.is_changed()));
        match finished {
            Ok(true) => counts.changed += 1,
            Ok(false) => counts.unchanged += 1,
            Err(error) => {
                output::error(&error, args.color.color);
                is_failed = true;
            }
        }
    }
    let is_filter = !args.check && tasks.iter().all(|task| task.input == Input::Stdin);
    if !args.quiet && !is_filter {
        output::remark(&counts.summary(args));
    }
    Ok(if is_failed {
        Outcome::Failed
    } else if counts.changed > 0 && (args.check || args.diff) {
        Outcome::Errors
    } else {
        Outcome::Clean
    })
}

fn find(args: &FmtArgs, configs: &mut Configs) -> Result<Found, Error> {
    if args.paths.is_empty() {
        // A file of the system is not rewritten unasked.
        let here = PathBuf::from("ipsec.conf");
        if !here.exists() {
            return Err(Error::NoFile);
        }
        return Ok(Found {
            inputs: vec![Input::File(here)],
            ..Found::default()
        });
    }
    let mut excluded: HashMap<&Path, Excluded> = HashMap::new();
    for dir in args.paths.iter().filter(|path| path.is_dir()) {
        if let Some(globs) = configs.excluded_below(&Disk, dir)? {
            excluded.insert(dir, globs);
        }
    }
    Ok(walk::find(&args.paths, &|dir| excluded.get(dir).cloned()))
}

#[derive(Debug, Default)]
struct Counts {
    changed: usize,
    unchanged: usize,
}

impl Counts {
    fn summary(&self, args: &FmtArgs) -> String {
        let files = |count: usize| match count {
            1 => "1 file".to_owned(),
            _ => format!("{count} files"),
        };
        let (changed, unchanged) = (files(self.changed), files(self.unchanged));
        if args.check || args.diff {
            format!("{changed} would change, {unchanged} would not")
        } else {
            format!("{changed} changed, {unchanged} left as they were")
        }
    }
}

impl Task {
    fn read(&self) -> Result<Source, Error> {
        let source = match &self.input {
            Input::File(path) => read_source(&Disk, path)?,
            Input::Stdin => {
                Source::from_bytes(&self.name, standard_input()?).map_err(Error::InputSource)?
            }
        };
        if source.is_lossy() {
            return Err(Error::Refused {
                path: self.name.clone(),
                reason: "it is not UTF-8 text",
            });
        }
        Ok(source)
    }

    fn lay_out(&self, args: &FmtArgs) -> Result<Done, Error> {
        let written = self.read()?;
        let values = self.config.as_ref().map(|config| &config.values);
        let configured = self.config.as_ref().and_then(|config| {
            Some(Chosen {
                target: config.values.target?,
                reason: config.path.display().to_string(),
            })
        });
        let chosen = choose(args.target, written.text(), configured);
        let format_values = values.map(|values| &values.format);
        let options = ipsec_conf_config::options(format_values, &self.name, !args.no_config);
        // Line endings are data, so they are settled first, and what is compared is the text with its new endings.
        let before = match options.line_ending {
            LineEnding::Keep => written.clone(),
            LineEnding::Lf | LineEnding::CrLf => {
                Source::new(&self.name, LineEnding::Lf.convert(written.text()))
            }
        };
        let file = File::parse(FileId::default(), &before, Shape::of(chosen.target));
        let mut edits = format(&file, &options, chosen.target);
        if let Some(range) = args.range {
            edits = range.pick(&before, edits);
        }
        let text = apply(before.text(), &edits);
        if !edits.is_empty() {
            let root = args.root.clone().or_else(|| values?.root.clone());
            let proof = Proof {
                vfs: &Disk,
                options: &LoadOptions {
                    root,
                    skip_includes: false,
                },
                target: chosen.target,
                rewrites: options.rewrites(),
            };
            // Some readers refuse a last line without its end; that is mended before anything is compared.
            let is_ended = before.text().is_empty() || before.text().ends_with('\n');
            let before = if is_ended {
                before
            } else {
                Source::new(&self.name, [before.text(), "\n"].concat())
            };
            let after = Source::new(&self.name, text.as_str());
            if let Some(what) = proof.difference(&before, &after) {
                return Err(Error::NotTheSame {
                    path: self.name.clone(),
                    what,
                });
            }
        }
        let new = match options.line_ending {
            LineEnding::CrLf => LineEnding::CrLf.convert(&text).into_owned(),
            LineEnding::Keep | LineEnding::Lf => text,
        };
        Ok(Done {
            change: Change {
                shown: self.name.clone(),
                old: written.text().as_bytes().to_vec(),
                new: new.into_bytes(),
            },
            chosen,
            options,
        })
    }

    /// Writes the file, or says what would be written.
    fn finish(&self, args: &FmtArgs, done: &Done) -> Result<(), Error> {
        let name = printable(&self.name.to_string_lossy()).into_owned();
        if args.verbose {
            output::remark(&format!("{name}: {}; {}", done.chosen, done.options));
        }
        if args.diff {
            let text = difference::of_change(&done.change, &[done.chosen.target]);
            return output::print(difference::for_stdout(&text).as_bytes());
        }
        match &self.input {
            _ if args.check => {
                if done.is_changed() {
                    output::print(format!("{name}\n").as_bytes())?;
                }
                Ok(())
            }
            Input::Stdin => output::print(&done.change.new),
            Input::File(_) if done.is_changed() => {
                write::replace(std::slice::from_ref(&done.change))
            }
            Input::File(_) => Ok(()),
        }
    }
}
