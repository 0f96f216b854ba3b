//! Tells Zed where `ipsec-lsp` is.

use zed_extension_api::settings::LspSettings;
use zed_extension_api::{Command, Extension, LanguageServerId, Result, Worktree, serde_json};

struct IpsecConf;

impl Extension for IpsecConf {
    fn new() -> Self {
        IpsecConf
    }

    fn language_server_command(
        &mut self,
        id: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Command> {
        let binary = LspSettings::for_worktree(id.as_ref(), worktree)?.binary;
        let named = binary.and_then(|binary| binary.path);
        let command = named
            .or_else(|| worktree.which("ipsec-lsp"))
            .ok_or("ipsec-lsp is not in PATH: install it, or set lsp.ipsec-lsp.binary.path")?;
        Ok(Command {
            command,
            args: Vec::new(),
            env: Vec::new(),
        })
    }

    fn language_server_initialization_options(
        &mut self,
        id: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Option<serde_json::Value>> {
        Ok(LspSettings::for_worktree(id.as_ref(), worktree)?.initialization_options)
    }

    fn language_server_workspace_configuration(
        &mut self,
        id: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Option<serde_json::Value>> {
        Ok(LspSettings::for_worktree(id.as_ref(), worktree)?.settings)
    }
}

zed_extension_api::register_extension!(IpsecConf);
