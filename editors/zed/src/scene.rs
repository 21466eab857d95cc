//! What comes in: Zed's question how the language server of scenes is started, and its settings for it. What goes out:
//! `scene lsp`, from the settings or from the `PATH`, with the settings under the name that the server reads.

use zed_extension_api::serde_json::{Value, json};
use zed_extension_api::settings::LspSettings;
use zed_extension_api::{self as zed, Command, LanguageServerId, Result, Worktree};

/// The program, as it is called on the `PATH`.
const PROGRAM: &str = "scene";

/// The name under which the server looks for its settings.
const SECTION: &str = "scenewright";

struct Scene;

impl zed::Extension for Scene {
    fn new() -> Self {
        Self
    }

    fn language_server_command(&mut self, server: &LanguageServerId, worktree: &Worktree) -> Result<Command> {
        let binary = LspSettings::for_worktree(server.as_ref(), worktree)?.binary;
        let (path, arguments, env) =
            binary.map_or((None, None, None), |binary| (binary.path, binary.arguments, binary.env));
        let command = path.or_else(|| worktree.which(PROGRAM)).ok_or_else(missing)?;
        let mut variables = worktree.shell_env();
        variables.extend(env.into_iter().flatten());
        Ok(Command { command, args: arguments.unwrap_or_else(|| vec!["lsp".to_owned()]), env: variables })
    }

    fn language_server_initialization_options(
        &mut self,
        server: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Option<Value>> {
        Ok(LspSettings::for_worktree(server.as_ref(), worktree)?.initialization_options)
    }

    fn language_server_workspace_configuration(
        &mut self,
        server: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Option<Value>> {
        let settings = LspSettings::for_worktree(server.as_ref(), worktree)?.settings;
        Ok(settings.map(|settings| json!({ SECTION: settings })))
    }
}

/// Why there is no server.
fn missing() -> String {
    format!("`{PROGRAM}` is not on the PATH. Install it, or set `lsp.{PROGRAM}.binary.path` in the settings of Zed.")
}

zed::register_extension!(Scene);
