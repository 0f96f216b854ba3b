//! The open documents, the configurations that they belong to, and what is known about them.

mod answers;
mod glances;
mod project_files;
mod scan;
mod settings;
mod status;

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::Sender;

use ipsec_conf::model::{LoadOptions, Model, Vfs};
use ipsec_conf::syntax::{LineKind, Shape};
use ipsec_conf::{Policies, Secrets, Source};
use ipsec_conf_host::{Chosen, TargetArg, choose};
use tokio::sync::mpsc::UnboundedSender;
use tokio::sync::oneshot;
use tower_lsp::ls_types::{
    Diagnostic, SemanticToken, TextDocumentContentChangeEvent, TextDocumentItem, Uri,
};

use crate::analysis::{Analysis, Parts};
use crate::client::{Client, Message};
use crate::document::Document;
use crate::features::diagnostics;
use crate::features::secrets::SecretsView;
use crate::features::semantic_tokens::Colours;
use crate::features::workspace_edit::Versions;
use crate::glance::Shown;
use crate::judge::{Case, Verdict};
use crate::overlay::{Overlay, plain};
use crate::project::{Projects, is_project_file};
use crate::settings::Settings;
use crate::view::View;
use scan::Scans;

pub(crate) use answers::Pulled;
pub(crate) use scan::{Scan, Step};

pub(crate) struct Workspace {
    pub(crate) client: Client,
    pub(crate) settings: Settings,
    /// Of folders that have their own, by plain path.
    pub(crate) folder_settings: HashMap<PathBuf, Settings>,
    /// The folders of the client, by plain path.
    pub(crate) folders: Vec<PathBuf>,
    /// What the user chose for the time being.
    session_target: Option<TargetArg>,
    projects: Projects,
    messages: UnboundedSender<Message>,
    judge: Sender<Case>,
    /// Is told of every edit that was only glanced at.
    typing: Sender<()>,
    /// Nobody types: what was only glanced at is to be judged.
    is_paused: bool,
    /// Large documents as they were shown last, by path.
    shown: HashMap<PathBuf, Shown>,
    /// What the last glance found nearby.
    glances: HashMap<PathBuf, Verdict>,
    /// By plain path.
    documents: HashMap<PathBuf, Document>,
    /// The first file of the configuration that each document belongs to.
    roots: HashMap<PathBuf, PathBuf>,
    /// By first file.
    analyses: HashMap<PathBuf, Arc<Analysis>>,
    verdicts: HashMap<PathBuf, Verdict>,
    /// The revision that the judge was given last.
    given: HashMap<PathBuf, u64>,
    /// What was published about project files.
    published_projects: HashMap<Uri, (Option<i32>, Vec<Diagnostic>)>,
    /// The target of each document, as it was told.
    told: HashMap<Uri, Chosen>,
    /// The colours that each document was given last.
    colours: HashMap<PathBuf, Colours>,
    scans: Scans,
    /// Where findings were published, by first file.
    published: HashMap<PathBuf, HashSet<Uri>>,
    waiting: Vec<(PathBuf, oneshot::Sender<Pulled>)>,
    revisions: u64,
    /// Settings or files are others than when the client asked for diagnostics.
    is_forgotten: bool,
}

/// How many directories above a document its configuration is looked for: `/etc/ipsec.conf` for `/etc/ipsec.d/a.conf`.
const LEVELS: usize = 3;

/// The name by which every program finds its configuration.
const CONF: &str = "ipsec.conf";

const SECRETS: &str = "ipsec.secrets";

impl Workspace {
    pub(crate) fn new(
        messages: UnboundedSender<Message>,
        judge: Sender<Case>,
        typing: Sender<()>,
    ) -> Workspace {
        Workspace {
            client: Client::default(),
            settings: Settings::default(),
            folder_settings: HashMap::new(),
            folders: Vec::new(),
            session_target: None,
            projects: Projects::default(),
            messages,
            judge,
            typing,
            documents: HashMap::new(),
            roots: HashMap::new(),
            analyses: HashMap::new(),
            verdicts: HashMap::new(),
            given: HashMap::new(),
            published_projects: HashMap::new(),
            told: HashMap::new(),
            colours: HashMap::new(),
            scans: Scans::default(),
            published: HashMap::new(),
            waiting: Vec::new(),
            revisions: 0,
            is_forgotten: false,
            is_paused: false,
            shown: HashMap::new(),
            glances: HashMap::new(),
        }
    }

    pub(crate) fn send(&self, message: Message) {
        // Without a client there is nobody to tell.
        let _ = self.messages.send(message);
    }

    pub(crate) fn open(&mut self, item: TextDocumentItem) {
        let path = path_of(&item.uri);
        self.documents.insert(path, Document::new(item));
        self.forget();
    }

    pub(crate) fn change(
        &mut self,
        uri: &Uri,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
    ) {
        let path = path_of(uri);
        let encoding = self.client.encoding;
        let Some(document) = self.documents.get_mut(&path) else {
            return;
        };
        document.version = version;
        for change in changes {
            let replaced = document.change(change, encoding);
            match (self.shown.get_mut(&path), replaced) {
                (Some(shown), Some(replaced)) => shown.edited(&replaced),
                _ => _ = self.shown.remove(&path),
            }
        }
        if is_project_file(&path) {
            return self.forget();
        }
        let text = Arc::clone(document.text());
        let had_include = |analysis: &Analysis| {
            let file = analysis.file_at(&path);
            let tree = file.and_then(|id| analysis.model.files().get(id.index()));
            tree.is_some_and(|tree| {
                tree.lines()
                    .iter()
                    .any(|line| line.kind == LineKind::Include)
            })
        };
        let concerned = |analysis: &Analysis| analysis.file_at(&path).is_some();
        let includes = memchr::memmem::find(text.as_bytes(), b"include").is_some()
            || self.analyses.values().any(|it| had_include(it));
        self.analyses.retain(|_, analysis| {
            let is_outdated = concerned(analysis);
            if is_outdated {
                analysis.outdate();
            }
            !is_outdated
        });
        if includes {
            self.roots.clear();
        }
    }

    pub(crate) fn close(&mut self, uri: &Uri) {
        let path = path_of(uri);
        self.documents.remove(&path);
        self.colours.remove(&path);
        self.told.remove(uri);
        self.forget();
    }

    /// Files or settings are others now.
    pub(crate) fn forget(&mut self) {
        self.roots.clear();
        for (_, analysis) in self.analyses.drain() {
            analysis.outdate();
        }
        self.shown.clear();
        self.projects.forget();
        self.scans.are_outdated();
        self.is_forgotten = true;
    }

    /// The versions of the open documents, for a client that compares them.
    pub(crate) fn versions(&self) -> Option<Versions> {
        let documents = self.documents.values();
        let versions = documents.map(|document| (document.uri.clone(), document.version));
        self.client.versioned_edits.then(|| versions.collect())
    }

    /// A configuration of an open document that has a file, open or not.
    pub(crate) fn analysis_with(&mut self, uri: &Uri) -> Option<Arc<Analysis>> {
        let path = path_of(uri);
        let mut analyses = self.all_analyses().into_iter();
        analyses.find(|analysis| analysis.file_at(&path).is_some())
    }

    /// The configuration that an open document belongs to.
    pub(crate) fn analysis_of(&mut self, uri: &Uri) -> Option<Arc<Analysis>> {
        let path = path_of(uri);
        if !self.documents.contains_key(&path) || is_project_file(&path) {
            return None;
        }
        let root = self.root_of(&path);
        self.analysis(&root)
    }

    /// Names the colours of a document, and says what they were before.
    pub(crate) fn paint(
        &mut self,
        uri: &Uri,
        tokens: Vec<SemanticToken>,
    ) -> (String, Option<Colours>) {
        self.revisions += 1;
        let id = self.revisions.to_string();
        let now = Colours {
            id: id.clone(),
            tokens,
        };
        (id, self.colours.insert(path_of(uri), now))
    }

    /// Asks a feature about an open document.
    pub(crate) fn view<T>(
        &mut self,
        uri: &Uri,
        feature: impl FnOnce(&View<'_>) -> Option<T>,
    ) -> Option<T> {
        let analysis = self.analysis_of(uri)?;
        let file = analysis.file_at(&path_of(uri))?;
        feature(&View::new(&analysis, file)?)
    }

    /// Asks about an open document, a configuration or a file of secrets.
    pub(crate) fn either<T>(
        &mut self,
        uri: &Uri,
        conf: impl FnOnce(&View<'_>) -> Option<T>,
        secrets: impl FnOnce(&SecretsView<'_>) -> Option<T>,
    ) -> Option<T> {
        let analysis = self.analysis_of(uri)?;
        let file = analysis.file_at(&path_of(uri))?;
        match View::new(&analysis, file) {
            Some(view) => conf(&view),
            None => secrets(&SecretsView::new(&analysis, file)?),
        }
    }

    /// The configurations of all open documents, each once.
    pub(crate) fn all_analyses(&mut self) -> Vec<Arc<Analysis>> {
        let roots: Vec<PathBuf> = self.open_roots().into_iter().collect();
        roots
            .iter()
            .filter_map(|root| self.analysis(root))
            .collect()
    }

    /// What the rules find as things stand, judged here if the judge has not come to it yet.
    pub(crate) fn verdict(&mut self, uri: &Uri) -> Option<Verdict> {
        let path = path_of(uri);
        let is_glanced_at = !self.analyses.contains_key(&path) && self.glance(&path);
        if let Some(glance) = self.glances.get(&path).filter(|_| is_glanced_at) {
            return Some(glance.clone());
        }
        let analysis = self.analysis_of(uri)?;
        let root = self.root_of(&path);
        let known = self.verdicts.get(&root);
        if let Some(known) = known.filter(|known| known.analysis.revision == analysis.revision) {
            return Some(known.clone());
        }
        let case = self.case(root, analysis);
        Some(case.judge())
    }

    /// The queue is empty: what changed is judged.
    pub(crate) fn settle(&mut self) {
        let roots = self.open_roots();
        let is_paused = std::mem::take(&mut self.is_paused);
        for root in &roots {
            let is_shown = self.glance(root) && !self.analyses.contains_key(root);
            if is_shown && !is_paused {
                continue;
            }
            let Some(analysis) = self.analysis(root) else {
                continue;
            };
            if self.given.insert(root.clone(), analysis.revision) != Some(analysis.revision) {
                // The judge lives as long as the workspace does.
                let case = self.case(root.clone(), analysis);
                let _ = self.judge.send(case);
            }
        }
        self.clear_except(&roots);
        self.publish_projects();
        self.tell_targets();
        self.resume_scans();
        self.answer();
    }

    /// The judge is done with a configuration.
    pub(crate) fn judged(&mut self, root: &Path, verdict: Verdict) {
        let current = self.analyses.get(root);
        if current.is_none_or(|current| current.revision != verdict.analysis.revision) {
            return;
        }
        self.verdicts.insert(root.to_owned(), verdict);
        self.publish(root);
        self.answer();
    }

    fn case(&mut self, root: PathBuf, analysis: Arc<Analysis>) -> Case {
        Case {
            in_force: self.in_force(&root),
            root,
            analysis,
        }
    }

    fn open_roots(&mut self) -> HashSet<PathBuf> {
        let mut paths: Vec<PathBuf> = self.documents.keys().cloned().collect();
        paths.retain(|path| !is_project_file(path));
        paths.iter().map(|path| self.root_of(path)).collect()
    }

    /// The first file of the configuration that a document belongs to; itself if nothing includes it.
    fn root_of(&mut self, path: &Path) -> PathBuf {
        if let Some(known) = self.roots.get(path) {
            return known.clone();
        }
        let root = self.find_root(path).unwrap_or_else(|| path.to_owned());
        self.roots.insert(path.to_owned(), root.clone());
        root
    }

    fn find_root(&mut self, path: &Path) -> Option<PathBuf> {
        if path.file_name().is_some_and(|name| name == CONF) {
            return None;
        }
        let above = path.ancestors().skip(1).take(LEVELS);
        let mut candidates: Vec<PathBuf> = above.map(|dir| dir.join(CONF)).collect();
        let mut open: Vec<PathBuf> = self.documents.keys().cloned().collect();
        open.sort();
        candidates.extend(open);
        candidates.retain(|candidate| candidate != path && !is_project_file(candidate));
        candidates.retain(|candidate| Overlay(&self.documents).exists(candidate));
        let mut best: Option<(usize, PathBuf)> = None;
        for candidate in candidates {
            let Some(analysis) = self.analysis(&candidate) else {
                continue;
            };
            // Of files that include each other, the one that leads to most of them is the first.
            let files = analysis.model.files().len();
            let is_better = best.as_ref().is_none_or(|(most, _)| files > *most);
            if analysis.file_at(path).is_some() && is_better {
                best = Some((files, candidate));
            }
        }
        best.map(|(_, root)| root)
    }

    fn analysis(&mut self, root: &Path) -> Option<Arc<Analysis>> {
        if let Some(known) = self.analyses.get(root) {
            return Some(Arc::clone(known));
        }
        let analysis = Arc::new(self.analyse(root)?);
        self.analyses.insert(root.to_owned(), Arc::clone(&analysis));
        Some(analysis)
    }

    fn analyse(&mut self, root: &Path) -> Option<Analysis> {
        self.revisions += 1;
        let in_force = self.in_force(root);
        let is_secrets_alone = self.is_secrets(root);
        let source = match self.documents.get(root) {
            _ if is_secrets_alone => Source::new(root.with_file_name(CONF), ""),
            Some(document) => Source::new(root, Arc::clone(document.text())),
            None => Source::from_bytes(root, Overlay(&self.documents).read(root).ok()?).ok()?,
        };
        let mut chosen = choose(in_force.target, source.text(), in_force.configured.clone());
        if in_force.target != TargetArg::Auto {
            let reason = match self.session_target {
                Some(_) => "chosen with `ipsec.changeTarget`",
                None => "the setting `ipsec.target`",
            };
            reason.clone_into(&mut chosen.reason);
        }
        let target = chosen.target;
        let options = LoadOptions {
            root: in_force.root.clone(),
            skip_includes: false,
        };
        let tree = self
            .documents
            .get_mut(root)
            .filter(|_| !is_secrets_alone)
            .map(|document| document.tree(Shape::of(target)));
        let vfs = Overlay(&self.documents);
        let mut model = Model::from_tree(&vfs, source, tree, target, &options);
        let secrets = if is_secrets_alone {
            Some(root.to_owned())
        } else {
            in_force
                .secrets
                .clone()
                .or_else(|| model.setup_path("secretsfile"))
                .or_else(|| Some(root.with_file_name(SECRETS)))
        };
        let secrets = secrets.filter(|path| vfs.exists(path)).and_then(|path| {
            let source = Source::from_bytes(&path, vfs.read(&path).ok()?).ok()?;
            let sources = model.sources_mut();
            Some(Secrets::from_source(
                &vfs, &source, target, &options, sources,
            ))
        });
        let policies = model
            .setup_path("ipsecdir")
            .unwrap_or_else(|| root.with_file_name("ipsec.d"))
            .join("policies");
        let policies = Policies::load(&vfs, &policies, target, model.sources_mut()).ok();
        let parts = Parts {
            revision: self.revisions,
            model,
            chosen,
            target_is_given: in_force.target_is_given(),
            secrets,
            policies,
            is_secrets_alone,
            encoding: self.client.encoding,
        };
        Some(Analysis::new(parts, |path| self.uri_of(path)))
    }

    /// Whether a document is no configuration but holds secrets.
    fn is_secrets(&self, path: &Path) -> bool {
        let is_called_so = path
            .extension()
            .is_some_and(|extension| extension == "secrets");
        is_called_so || self.documents.get(path).is_some_and(|it| it.is_secrets)
    }

    /// How the client calls a file.
    fn uri_of(&self, path: &Path) -> Option<Uri> {
        let path = plain(path);
        match self.documents.get(&path) {
            Some(document) => Some(document.uri.clone()),
            None => Uri::from_file_path(path),
        }
    }

    /// Tells the client what was found, file by file.
    fn publish(&mut self, root: &Path) {
        let Some(verdict) = self.verdicts.get(root) else {
            return;
        };
        let mut lists = diagnostics::by_file(verdict, &self.client);
        self.keep_shown(root, &lists);
        let was_glanced_at = self.glances.remove(root).is_some();
        let before = self.published.remove(root).unwrap_or_default();
        for uri in &before {
            lists.entry(uri.clone()).or_default();
        }
        let mut now = HashSet::new();
        let mut refresh = false;
        for (uri, list) in lists {
            let document = self.documents.get(&path_of(&uri));
            if document.is_some() && self.client.pulls {
                refresh = true;
                // What was said while nobody had it open.
                if !before.contains(&uri) {
                    continue;
                }
                self.tell(uri, None, &[]);
                continue;
            }
            // A file that nobody looks at is mentioned when there is something in it, or was.
            let is_empty = list.is_empty();
            if document.is_some() || !is_empty {
                now.insert(uri.clone());
            }
            if document.is_some() || !is_empty || before.contains(&uri) {
                self.tell(uri, document.map(|document| document.version), &list);
            }
        }
        // After a change of its only document the client asks by itself.
        let is_news =
            std::mem::take(&mut self.is_forgotten) || self.documents.len() > 1 || was_glanced_at;
        if refresh && is_news && self.client.refreshes_diagnostics {
            self.send(Message::RefreshDiagnostics);
        }
        self.published.insert(root.to_owned(), now);
    }

    fn tell(&self, uri: Uri, version: Option<i32>, list: &[Diagnostic]) {
        let list = self.bounded(&uri, list);
        self.send(Message::Diagnostics { uri, version, list });
    }

    /// What an editor is shown of a list.
    fn bounded(&self, uri: &Uri, list: &[Diagnostic]) -> Vec<Diagnostic> {
        let document = self.documents.get(&path_of(uri));
        diagnostics::bounded(list, document.map_or(0, |it| it.edited))
    }

    /// Takes back what was published for configurations that nobody has open.
    fn clear_except(&mut self, roots: &HashSet<PathBuf>) {
        self.verdicts.retain(|root, _| roots.contains(root));
        self.shown.retain(|root, _| roots.contains(root));
        self.glances.retain(|root, _| roots.contains(root));
        self.given.retain(|root, _| roots.contains(root));
        let gone: Vec<PathBuf> = self
            .published
            .keys()
            .filter(|root| !roots.contains(*root))
            .cloned()
            .collect();
        for root in gone {
            for uri in self.published.remove(&root).unwrap_or_default() {
                let is_elsewhere = self.published.values().any(|uris| uris.contains(&uri));
                if !is_elsewhere {
                    self.tell(uri, None, &[]);
                }
            }
        }
    }
}

/// The plain path of a document; one that lies in no file is called by its URI.
pub(crate) fn path_of(uri: &Uri) -> PathBuf {
    let is_file = uri.scheme().as_str().eq_ignore_ascii_case("file");
    match uri.to_file_path().filter(|_| is_file) {
        Some(path) => plain(&path),
        None => PathBuf::from(uri.as_str()),
    }
}
