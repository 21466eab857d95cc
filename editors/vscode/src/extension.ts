// The extension: the language server for `.scene` files, and their prompts beside them.
import * as vscode from "vscode";
import { Prompts } from "./prompt";
import { Server } from "./server";

const OPEN_PROMPT = "scenewright.openPromptBeside";

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const prompts: Prompts = new Prompts(() => started);
  const started = new Server({
    promptCommand: OPEN_PROMPT,
    looked: (file) => prompts.ask(file),
    changed: () => prompts.ask(),
  });
  server = started;
  context.subscriptions.push(
    prompts,
    started,
    vscode.commands.registerCommand(OPEN_PROMPT, (argument: unknown) => prompts.open(argument)),
    vscode.commands.registerCommand("scenewright.restartServer", () => started.restart()),
    vscode.commands.registerCommand("scenewright.showOutput", () => started.showOutput()),
    vscode.workspace.onDidChangeConfiguration((change) => started.configure(change)),
  );
  await started.restart();
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}
