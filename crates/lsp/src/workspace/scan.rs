//! The diagnostics of everything below the folders of the client, on a thread of its own.
//!
//! A scan works on a copy of what is open, so that typing goes on meanwhile. A client that takes results piece by piece
//! asks again as soon as it has an answer; where nothing changed since, it gets none until something does.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::mpsc::UnboundedSender;
use tower_lsp::ls_types::{
    Diagnostic, FullDocumentDiagnosticReport, UnchangedDocumentDiagnosticReport, Uri,
    WorkspaceDocumentDiagnosticReport, WorkspaceFullDocumentDiagnosticReport,
    WorkspaceUnchangedDocumentDiagnosticReport,
};

use super::{Workspace, path_of};
use crate::analysis::Analysis;
use crate::features::diagnostics;
use crate::overlay::plain;

/// What a client wants to know.
pub(crate) struct Scan {
    /// The results that it has, by document.
    pub(crate) known: HashMap<Uri, String>,
    /// It takes results piece by piece.
    pub(crate) is_streaming: bool,
    /// Who is told; closed when the client has taken its request back.
    pub(crate) steps: UnboundedSender<Step>,
}

/// What happened.
pub(crate) enum Step {
    /// So many configurations are judged.
    Begins(usize),
    /// One more is judged.
    Judged(Vec<WorkspaceDocumentDiagnosticReport>),
}

/// The scans of a session.
#[derive(Default)]
pub(super) struct Scans {
    /// Grows when settings or files change.
    generation: u64,
    /// The generation that was scanned to the end, plus one.
    scanned: Arc<AtomicU64>,
    waiting: Vec<Scan>,
}

impl Scans {
    pub(super) fn are_outdated(&mut self) {
        self.generation += 1;
    }

    fn is_done(&self) -> bool {
        self.scanned.load(Ordering::Relaxed) == self.generation + 1
    }
}

impl Workspace {
    pub(crate) fn scan(&mut self, scan: Scan) {
        if scan.is_streaming && self.scans.is_done() {
            self.scans.waiting.push(scan);
            return;
        }
        let workspace = self.copy();
        let (scanned, generation) = (Arc::clone(&self.scans.scanned), self.scans.generation);
        std::thread::spawn(move || {
            if workspace.run(&scan).is_some() {
                scanned.store(generation + 1, Ordering::Relaxed);
            }
        });
    }

    /// Goes on with what waited for a change.
    pub(super) fn resume_scans(&mut self) {
        self.scans.waiting.retain(|scan| !scan.steps.is_closed());
        if !self.scans.is_done() {
            for scan in std::mem::take(&mut self.scans.waiting) {
                self.scan(scan);
            }
        }
    }

    /// Every configuration below the folders, as its first file.
    pub(crate) fn roots_below(&mut self, goes_on: &dyn Fn() -> bool) -> Vec<PathBuf> {
        let mut roots: BTreeSet<PathBuf> = self.open_roots().into_iter().collect();
        for folder in self.folders.clone() {
            let excluded = self.projects.excluded_below(&self.documents, &folder);
            let (files, _) = ipsec_conf_config::below(&folder, excluded.as_ref(), goes_on);
            for file in files {
                roots.insert(self.root_of(&plain(&file)));
            }
        }
        // One that another one takes in is judged as a part of it.
        let mut parts: BTreeSet<PathBuf> = BTreeSet::new();
        for root in &roots {
            let Some(analysis) = self.analysis(root).filter(|_| !parts.contains(root)) else {
                continue;
            };
            let files = analysis.model.files().iter();
            let names = files.map(|file| plain(analysis.model.sources().get(file.id()).path()));
            parts.extend(names.filter(|name| name != root));
        }
        roots.difference(&parts).cloned().collect()
    }

    /// The open documents and the settings, with nothing read yet.
    pub(crate) fn copy(&self) -> Workspace {
        Workspace {
            client: self.client.clone(),
            settings: self.settings.clone(),
            folder_settings: self.folder_settings.clone(),
            folders: self.folders.clone(),
            session_target: self.session_target,
            documents: self.documents.clone(),
            ..Workspace::new(
                self.messages.clone(),
                self.judge.clone(),
                self.typing.clone(),
            )
        }
    }

    /// A configuration, and below what its absolute paths are looked up.
    pub(crate) fn read(&mut self, root: &Path) -> Option<(Arc<Analysis>, Option<PathBuf>)> {
        let analysis = self.analysis(root)?;
        Some((analysis, self.in_force(root).root.clone()))
    }

    /// Nothing if nobody listens any more.
    fn run(mut self, scan: &Scan) -> Option<()> {
        let roots = self.roots_below(&|| !scan.steps.is_closed());
        scan.steps.send(Step::Begins(roots.len())).ok()?;
        let mut lists: HashMap<Uri, Vec<Diagnostic>> = HashMap::new();
        for root in roots {
            let mut reports = Vec::new();
            if let Some(analysis) = self.analysis(&root) {
                let verdict = self.case(root.clone(), analysis).judge();
                // It is not asked for again, and there may be many.
                self.analyses.remove(&root);
                for (uri, list) in diagnostics::by_file(&verdict, &self.client) {
                    let all = lists.entry(uri.clone()).or_default();
                    let news: Vec<Diagnostic> =
                        list.into_iter().filter(|it| !all.contains(it)).collect();
                    all.extend(news);
                    reports.extend(self.report(scan, uri, all));
                }
            }
            scan.steps.send(Step::Judged(reports)).ok()?;
        }
        let mut rest = Vec::new();
        for (path, config) in self.projects.all(&self.documents) {
            if let Some(uri) = self.uri_of(&path) {
                let list = diagnostics::of_project(&config, self.client.encoding);
                rest.extend(self.report(scan, uri.clone(), &list));
                lists.insert(uri, list);
            }
        }
        for uri in scan.known.keys().filter(|uri| !lists.contains_key(uri)) {
            rest.extend(self.report(scan, uri.clone(), &[]));
        }
        scan.steps.send(Step::Judged(rest)).ok()
    }

    /// Nothing for a document of which there is nothing to say and nothing was said.
    fn report(
        &self,
        scan: &Scan,
        uri: Uri,
        list: &[Diagnostic],
    ) -> Option<WorkspaceDocumentDiagnosticReport> {
        let document = self.documents.get(&path_of(&uri));
        let version = document.map(|document| i64::from(document.version));
        let id = diagnostics::name_of(list);
        let known = scan.known.get(&uri);
        if known == Some(&id) {
            let unchanged = WorkspaceUnchangedDocumentDiagnosticReport {
                uri,
                version,
                unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport {
                    result_id: id,
                },
            };
            return Some(unchanged.into());
        }
        if known.is_none() && list.is_empty() {
            return None;
        }
        let full = WorkspaceFullDocumentDiagnosticReport {
            uri,
            version,
            full_document_diagnostic_report: FullDocumentDiagnosticReport {
                result_id: Some(id),
                items: list.to_vec(),
            },
        };
        Some(full.into())
    }
}
