//! Starts `pmrepo lsp` in Zed.

use zed_extension_api as zed;

struct Pmrepo;

impl zed::Extension for Pmrepo {
    fn new() -> Self {
        Self
    }

    fn language_server_command(
        &mut self,
        _: &zed::LanguageServerId,
        worktree: &zed::Worktree,
    ) -> zed::Result<zed::Command> {
        let command = worktree.which("pmrepo");
        Ok(zed::Command {
            command: command.ok_or("pmrepo is not in the PATH")?,
            args: vec!["lsp".to_owned()],
            env: worktree.shell_env(),
        })
    }
}

zed::register_extension!(Pmrepo);
