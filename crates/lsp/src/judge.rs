//! Runs the rules on a thread of its own, the newest configuration first and none that is out of date.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, Sender, channel};

use ipsec_conf::Diagnostic;
use ipsec_conf::diagnostic::without_secrets;
use ipsec_conf_lint::{Lint, lint};

use crate::analysis::Analysis;
use crate::project::InForce;
use crate::worker::Jobs;

/// A configuration that is to be judged.
pub(crate) struct Case {
    pub(crate) root: PathBuf,
    pub(crate) analysis: Arc<Analysis>,
    pub(crate) in_force: Arc<InForce>,
}

/// What was found; fit for everybody's eyes.
#[derive(Debug, Clone)]
pub(crate) struct Verdict {
    pub(crate) analysis: Arc<Analysis>,
    pub(crate) findings: Arc<Vec<Diagnostic>>,
}

impl Case {
    pub(crate) fn judge(&self) -> Verdict {
        let analysis = &self.analysis;
        let options = Lint {
            target_is_given: analysis.target_is_given,
            secrets: analysis.secrets.as_ref(),
            policies: analysis.policies.as_ref(),
            format: self.in_force.format,
            until: Some(&analysis.is_outdated),
            ..Lint::new(&self.in_force.selection)
        };
        let mut found = lint(&analysis.model, &options).diagnostics;
        if let Some(secrets) = analysis
            .secrets
            .as_ref()
            .filter(|_| analysis.is_secrets_alone)
        {
            // Who uses them is not known; what reading them found, and what comments say about that, stands.
            let read: HashSet<_> = secrets
                .diagnostics()
                .iter()
                .map(|it| (it.code.id, it.span()))
                .collect();
            let is_about_comments = |finding: &Diagnostic| finding.code.id.starts_with("Y39");
            found.retain(|it| read.contains(&(it.code.id, it.span())) || is_about_comments(it));
        }
        if let Some(config) = &self.in_force.config {
            config.drop_ignored(analysis.model.sources(), &mut found);
        }
        if let Some(known) = &self.in_force.baseline {
            known
                .clone()
                .drop_known(analysis.model.sources(), &mut found);
        }
        Verdict {
            findings: Arc::new(without_secrets(&found, analysis.model.sources())),
            analysis: Arc::clone(analysis),
        }
    }
}

/// Starts the thread; it ends with the last sender.
pub(crate) fn start(jobs: Jobs) -> Sender<Case> {
    let (sender, cases) = channel();
    std::thread::spawn(move || run(&cases, &jobs));
    sender
}

fn run(cases: &Receiver<Case>, jobs: &Jobs) {
    while let Ok(first) = cases.recv() {
        let mut waiting: HashMap<PathBuf, Case> = HashMap::new();
        for case in std::iter::once(first).chain(cases.try_iter()) {
            waiting.insert(case.root.clone(), case);
        }
        for (root, case) in waiting {
            let verdict = case.judge();
            if case.analysis.is_outdated.load(Ordering::Relaxed) {
                continue;
            }
            let Some(jobs) = jobs.upgrade() else { return };
            // Nobody is there any more to hear it.
            let _ = jobs.send(Box::new(move |workspace| workspace.judged(&root, verdict)));
        }
    }
}
