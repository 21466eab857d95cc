// The prompt of a scene in an editor beside it, which nobody can write in. It follows the cursor, since each pass has a
// prompt of its own, the edits, and the scene that is worked on.
import * as vscode from "vscode";
import { ExecuteCommandRequest } from "vscode-languageclient/node";
import { Latest } from "./lib/latest";
import { type About, aboutOf, type Content, pageName, PROMPT, shownOf, textOf, troubleOf } from "./lib/page";
import type { Server } from "./server";

const SCHEME = "scenewright-prompt";

/** How long the page waits for a pause in typing and moving, in milliseconds. */
const PAUSE = 150;

/** A prompt that was opened. */
interface Page {
  readonly uri: vscode.Uri;
  readonly scene: vscode.Uri;
  text: string;
  position: vscode.Position | undefined;
  readonly latest: Latest<string>;
}

/** Shows prompts beside their scenes. */
export class Prompts implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly pages = new Map<string, Page>();
  private readonly changes = new vscode.EventEmitter<vscode.Uri>();
  private readonly parts: vscode.Disposable[];
  readonly onDidChange = this.changes.event;

  constructor(private readonly server: () => Server) {
    this.parts = [
      this.changes,
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.ask(document.uri)),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration("scenewright.prompt")) {
          this.ask();
        }
      }),
      vscode.workspace.onDidCloseTextDocument((document) => this.close(document.uri)),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.move(textEditor)),
      vscode.window.onDidChangeActiveTextEditor((editor) => void this.follow(editor)),
    ];
  }

  dispose(): void {
    this.pages.forEach((page) => page.latest.stop());
    this.parts.forEach((part) => part.dispose());
  }

  /** Opens the prompt of the scene that the argument of a command names, or else of the one that is worked on. */
  async open(argument: unknown): Promise<void> {
    const about = aboutOf(argument);
    const editor = vscode.window.activeTextEditor;
    const chosen = argument instanceof vscode.Uri ? argument : editor?.document.uri;
    const scene = about === undefined ? chosen : vscode.Uri.parse(about.textDocument.uri, true);
    if (scene === undefined || (await vscode.workspace.openTextDocument(scene)).languageId !== "scene") {
      void vscode.window.showInformationMessage("Open a scene first: the prompt is that of the scene worked on.");
      return;
    }
    const here = editor?.document.uri.toString() === scene.toString() ? editor.selection.active : undefined;
    const placed = about?.position;
    await this.show(scene, placed === undefined ? here : new vscode.Position(placed.line, placed.character));
  }

  /** Asks for the prompts of one scene anew, or of all scenes. */
  ask(scene?: vscode.Uri, pause = PAUSE): void {
    for (const page of this.pages.values()) {
      if (scene === undefined || page.scene.toString() === scene.toString()) {
        page.latest.put(pause, (signal) => this.text(page, signal));
      }
    }
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const page = this.page(uri);
    page.text = await this.text(page, new AbortController().signal);
    return page.text;
  }

  /** Shows a prompt where one is shown already, or else beside the scene. */
  private async show(scene: vscode.Uri, position: vscode.Position | undefined): Promise<void> {
    const uri = vscode.Uri.from({ scheme: SCHEME, path: pageName(scene.path), query: scene.toString() });
    const page = this.page(uri);
    page.position = position ?? page.position;
    const known = vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri.toString());
    const document = await vscode.workspace.openTextDocument(uri);
    if (known) {
      this.ask(scene, 0);
    }
    const viewColumn = shownPrompt()?.viewColumn ?? vscode.ViewColumn.Beside;
    await vscode.window.showTextDocument(document, { viewColumn, preserveFocus: true, preview: true });
  }

  private async follow(editor: vscode.TextEditor | undefined): Promise<void> {
    if (editor?.document.languageId !== "scene" || shownPrompt() === undefined) {
      return;
    }
    const scene = editor.document.uri.toString();
    const shown = vscode.window.visibleTextEditors.some((other) => this.pages.get(key(other))?.scene.toString() === scene);
    // Where the scene itself stands, its prompt would cover it.
    if (!shown && shownPrompt()?.viewColumn !== editor.viewColumn) {
      await this.show(editor.document.uri, editor.selection.active);
    }
  }

  private move(editor: vscode.TextEditor): void {
    for (const page of this.pages.values()) {
      if (page.scene.toString() === editor.document.uri.toString()) {
        page.position = editor.selection.active;
        this.ask(page.scene);
      }
    }
  }

  private close(uri: vscode.Uri): void {
    this.pages.get(uri.toString())?.latest.stop();
    this.pages.delete(uri.toString());
  }

  private page(uri: vscode.Uri): Page {
    const known = this.pages.get(uri.toString());
    if (known !== undefined) {
      return known;
    }
    const latest = new Latest<string>((text) => {
      if (text !== page.text) {
        page.text = text;
        this.changes.fire(uri);
      }
    });
    const page: Page = { uri, scene: vscode.Uri.parse(uri.query, true), text: "", position: undefined, latest };
    this.pages.set(uri.toString(), page);
    return page;
  }

  /** Asks the server for the text of a page. What it cannot say is said in its place. */
  private async text(page: Page, signal: AbortSignal): Promise<string> {
    const settings = vscode.workspace.getConfiguration("scenewright", page.scene);
    const content = settings.get<Content>("prompt.content", "page");
    const client = this.server().running;
    if (client === undefined) {
      return troubleOf(page.scene.path, "The language server does not run.", content);
    }
    const converter = client.code2ProtocolConverter;
    const position = page.position && converter.asPosition(page.position);
    const about: About = { textDocument: { uri: converter.asUri(page.scene) }, ...(position ? { position } : {}) };
    const cancel = new vscode.CancellationTokenSource();
    signal.addEventListener("abort", () => cancel.cancel(), { once: true });
    try {
      // The server answers about scenes that are open.
      await vscode.workspace.openTextDocument(page.scene);
      const params = { command: PROMPT, arguments: [about] };
      const shown = shownOf(await client.sendRequest(ExecuteCommandRequest.type, params, cancel.token));
      return shown === undefined ? troubleOf(page.scene.path, "The server answered nothing.", content) : textOf(shown, content);
    } catch (error) {
      return troubleOf(page.scene.path, error instanceof Error ? error.message : String(error), content);
    } finally {
      cancel.dispose();
    }
  }
}

/** The editor that shows a prompt, if one is to be seen. */
function shownPrompt(): vscode.TextEditor | undefined {
  return vscode.window.visibleTextEditors.find((editor) => editor.document.uri.scheme === SCHEME);
}

function key(editor: vscode.TextEditor): string {
  return editor.document.uri.toString();
}
