// Starts and stops the language server, and shows how it is.
import { accessSync, constants, statSync } from "node:fs";
import { homedir } from "node:os";
import * as vscode from "vscode";
import { type Executable, LanguageClient, type LanguageClientOptions, State } from "vscode-languageclient/node";
import { findProgram } from "./lib/find";

/** What the server's client is told when it starts. */
export interface Wishes {
  /** The command that code lenses carry. */
  readonly promptCommand: string;
  /** Called when the server has looked at a file anew. */
  readonly looked: (file: vscode.Uri) => void;
  /** Called when the server has started or stopped. */
  readonly changed: () => void;
}

/** The language server, which may be started anew at any time. */
export class Server implements vscode.Disposable {
  private client: LanguageClient | undefined;
  /** Starts and stops one after the other, however quickly they are asked for. */
  private queue: Promise<void> = Promise.resolve();
  private readonly output = vscode.window.createOutputChannel("Scenewright", { log: true });
  private readonly status = vscode.languages.createLanguageStatusItem("scenewright.server", { language: "scene" });

  constructor(private readonly wishes: Wishes) {
    this.status.name = "Scenewright";
    this.tell("Not started", vscode.LanguageStatusSeverity.Information);
  }

  /** The client, if the server runs. */
  get running(): LanguageClient | undefined {
    return this.client?.state === State.Running ? this.client : undefined;
  }

  /** Starts the server, ending the one that runs. */
  restart(): Promise<void> {
    return this.then(async () => {
      await this.end();
      await this.begin();
    });
  }

  /** Ends the server. */
  stop(): Promise<void> {
    return this.then(() => this.end());
  }

  showOutput(): void {
    this.output.show(true);
  }

  dispose(): void {
    this.status.dispose();
    this.output.dispose();
  }

  private then(step: () => Promise<void>): Promise<void> {
    this.queue = this.queue.then(step).catch((error: unknown) => this.output.error(String(error)));
    return this.queue;
  }

  private async begin(): Promise<void> {
    const settings = vscode.workspace.getConfiguration("scenewright");
    const found = findProgram(settings.get<string>("server.path", "scene"), {
      env: process.env,
      platform: process.platform,
      home: homedir(),
      folder: vscode.workspace.workspaceFolders?.find((folder) => folder.uri.scheme === "file")?.uri.fsPath,
      isProgram,
    });
    if ("problem" in found) {
      this.fail("The language server was not found.", `${found.problem} Install Scenewright, or set its path.`);
      return;
    }
    this.output.info(`Starting ${found.program} lsp`);
    const server: Executable = { command: found.program, args: ["lsp"] };
    const client = new LanguageClient("scenewright", "Scenewright", server, this.options(settings));
    this.client = client;
    client.onDidChangeState(({ newState }) => this.client === client && this.follow(newState));
    try {
      await client.start();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.fail("The language server did not start.", `\`${found.program} lsp\`: ${reason}`);
    }
  }

  private async end(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    // A client that never came up cannot be stopped, and has nothing to stop.
    await client?.dispose().catch((error: unknown) => this.output.warn(String(error)));
    this.tell("Stopped", vscode.LanguageStatusSeverity.Information);
    this.wishes.changed();
  }

  private options(settings: vscode.WorkspaceConfiguration): LanguageClientOptions {
    return {
      documentSelector: [
        { scheme: "file", language: "scene" },
        { scheme: "untitled", language: "scene" },
      ],
      outputChannel: this.output,
      synchronize: { configurationSection: "scenewright" },
      initializationOptions: {
        promptCommand: this.wishes.promptCommand,
        inlayHints: settings.get<boolean>("inlayHints", true),
        codeLens: settings.get<boolean>("codeLens", true),
      },
      middleware: {
        handleDiagnostics: (uri, diagnostics, next) => {
          next(uri, diagnostics);
          this.wishes.looked(uri);
        },
      },
    };
  }

  private follow(state: State): void {
    switch (state) {
      case State.Running:
        this.tell("Running", vscode.LanguageStatusSeverity.Information);
        break;
      case State.Starting:
        this.tell("Starting", vscode.LanguageStatusSeverity.Information);
        break;
      default:
        this.tell("Stopped", vscode.LanguageStatusSeverity.Warning);
    }
    this.status.busy = state === State.Starting;
    this.wishes.changed();
  }

  private tell(text: string, severity: vscode.LanguageStatusSeverity, detail = "language server"): void {
    this.status.text = text;
    this.status.detail = detail;
    this.status.severity = severity;
    this.status.busy = false;
    this.status.command = { title: "Restart", command: "scenewright.restartServer" };
  }

  /** Says what went wrong, and offers what may help. It does not wait for an answer. */
  private fail(what: string, why: string): void {
    this.output.error(`${what} ${why}`);
    this.tell(what, vscode.LanguageStatusSeverity.Error, why);
    this.wishes.changed();
    const [open, again, show] = ["Open Settings", "Try Again", "Show Output"];
    void vscode.window.showErrorMessage(`${what} ${why}`, open, again, show).then((chosen) => {
      switch (chosen) {
        case open:
          return vscode.commands.executeCommand("workbench.action.openSettings", "scenewright.server.path");
        case again:
          return this.restart();
        case show:
          return this.showOutput();
        default:
          return undefined;
      }
    });
  }
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
