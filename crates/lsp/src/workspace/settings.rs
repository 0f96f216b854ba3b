//! What holds for a document: the settings of the client, of one folder, of the session, and of the project.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ipsec_conf_format::Options;
use ipsec_conf_host::TargetArg;
use tower_lsp::ls_types::{MessageType, Uri};

use super::{Workspace, path_of};
use crate::client::Message;
use crate::project::{InForce, Projects};
use crate::settings::Settings;

impl Workspace {
    pub(crate) fn configure(&mut self, value: &serde_json::Value) {
        self.settings = self.understood(value);
        self.folder_settings.clear();
        self.forget();
    }

    /// Settings of one folder alone.
    pub(crate) fn configure_folder(&mut self, folder: PathBuf, value: &serde_json::Value) {
        let settings = self.understood(value);
        self.folder_settings.insert(folder, settings);
        self.forget();
    }

    fn understood(&self, value: &serde_json::Value) -> Settings {
        let (settings, faults) = Settings::read(value);
        for fault in faults {
            let text = ipsec_conf::text::printable(&fault).into_owned();
            self.send(Message::Show(MessageType::WARNING, text));
        }
        settings
    }

    /// What was chosen by `ipsec.changeTarget`; `auto` is what the settings and the files say.
    pub(crate) fn change_target(&mut self, target: TargetArg) {
        self.session_target = Some(target).filter(|target| *target != TargetArg::Auto);
        self.forget();
    }

    /// Reads and judges everything anew.
    pub(crate) fn restart(&mut self) {
        self.verdicts.clear();
        self.given.clear();
        self.colours.clear();
        self.told.clear();
        self.projects = Projects::default();
        self.forget();
    }

    /// How a document is laid out.
    pub(crate) fn layout(&mut self, uri: &Uri) -> Options {
        let path = path_of(uri);
        let settings = self.settings_of(&path);
        self.projects.layout(&self.documents, &settings, &path)
    }

    pub(super) fn in_force(&mut self, root: &Path) -> Arc<InForce> {
        let settings = self.settings_of(root);
        self.projects.in_force(&self.documents, &settings, root)
    }

    /// The settings of the innermost folder that has its own, with the target of the session.
    fn settings_of(&self, path: &Path) -> Settings {
        let mut dirs = path.ancestors();
        let own = dirs.find_map(|dir| self.folder_settings.get(dir));
        let mut settings = own.unwrap_or(&self.settings).clone();
        if let Some(target) = self.session_target {
            settings.target = target;
        }
        settings
    }
}
