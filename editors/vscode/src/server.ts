// Starts and stops the language server, and shows how it is.
import { execFile } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { homedir } from "node:os";
import * as vscode from "vscode";
import {
  CloseAction,
  DidChangeConfigurationNotification,
  ErrorAction,
  type ErrorHandler,
  type Executable,
  LanguageClient,
  type LanguageClientOptions,
  State,
} from "vscode-languageclient/node";
import { findProgram } from "./lib/find";
import { Restarts } from "./lib/restarts";

/** How long the program may take to say that it has a language server, in milliseconds. */
const PATIENCE = 10_000;

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

  /** Takes changed settings in. Only another program needs another start. */
  configure(change: vscode.ConfigurationChangeEvent): void {
    if (change.affectsConfiguration("scenewright.server.path")) {
      void this.restart();
    } else if (change.affectsConfiguration("scenewright") && this.running !== undefined) {
      const settings = { scenewright: shownBy(vscode.workspace.getConfiguration("scenewright")) };
      void this.running.sendNotification(DidChangeConfigurationNotification.type, { settings });
    }
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
    const refused = await refusal(found.program);
    if (refused !== undefined) {
      this.fail("The program has no language server.", `\`${found.program} lsp\`: ${refused}`);
      return;
    }
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
      errorHandler: this.errorHandler(),
      // What failed is told by whoever started the server.
      initializationFailedHandler: () => false,
      initializationOptions: { promptCommand: this.wishes.promptCommand, ...shownBy(settings) },
      middleware: {
        handleDiagnostics: (uri, diagnostics, next) => {
          next(uri, diagnostics);
          this.wishes.looked(uri);
        },
      },
    };
  }

  private errorHandler(): ErrorHandler {
    const restarts = new Restarts();
    return {
      error: () => ({ action: ErrorAction.Continue, handled: true }),
      closed: () => {
        // A server that never came up will not come up by being asked again.
        if (this.client?.state === State.Starting) {
          return { action: CloseAction.DoNotRestart, handled: true };
        }
        if (restarts.another(Date.now())) {
          return { action: CloseAction.Restart, handled: true };
        }
        this.fail("The language server ended again and again.", "Its output may say why.");
        return { action: CloseAction.DoNotRestart, handled: true };
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

/** What the server is to show, as the settings say. */
function shownBy(settings: vscode.WorkspaceConfiguration): { inlayHints: boolean; codeLens: boolean } {
  return { inlayHints: settings.get("inlayHints", true), codeLens: settings.get("codeLens", true) };
}

/** Why a program is not the server; nothing if it is. */
function refusal(program: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(program, ["lsp", "--help"], { timeout: PATIENCE, windowsHide: true }, (error, _, said) => {
      const line = said.split("\n").find((text) => text.trim() !== "");
      resolve(error === null ? undefined : (line ?? error.message).trim());
    });
  });
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
