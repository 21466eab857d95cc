// What is shown beside a scene: which scene a command speaks of, what the server answered, and the text made of it.

/** The command of the server that answers with the prompt of a scene. */
export const PROMPT = "scenewright.prompt";

/** A place in a scene, as the server counts it. */
export interface About {
  readonly textDocument: { readonly uri: string };
  readonly position?: { readonly line: number; readonly character: number };
}

/** What the server answers. */
export interface Shown {
  readonly title: string;
  readonly markdown: string;
  readonly prompts: readonly { readonly pass: string | null; readonly prompt: string }[];
}

/** What a prompt beside a scene shows: all of it as Markdown, or only its words. */
export type Content = "page" | "text";

/** The place that the argument of a command names; none if it names none. */
export function aboutOf(argument: unknown): About | undefined {
  const uri = field(field(argument, "textDocument"), "uri");
  if (typeof uri !== "string") {
    return undefined;
  }
  const position = field(argument, "position");
  const [line, character] = [field(position, "line"), field(position, "character")];
  const placed = typeof line === "number" && typeof character === "number";
  return { textDocument: { uri }, ...(placed ? { position: { line, character } } : {}) };
}

/** The answer of the server, if it is one. */
export function shownOf(answer: unknown): Shown | undefined {
  const [title, markdown, prompts] = [field(answer, "title"), field(answer, "markdown"), field(answer, "prompts")];
  if (typeof title !== "string" || typeof markdown !== "string" || !Array.isArray(prompts)) {
    return undefined;
  }
  const read = prompts.flatMap((one: unknown) => {
    const [pass, prompt] = [field(one, "pass"), field(one, "prompt")];
    return typeof prompt === "string" ? [{ pass: typeof pass === "string" ? pass : null, prompt }] : [];
  });
  return { title, markdown, prompts: read };
}

/** The text that is shown for an answer. Without a prompt the whole page says why there is none. */
export function textOf(shown: Shown, content: Content): string {
  if (content === "page" || shown.prompts.length === 0) {
    // The page is read as it stands, so its heading needs no escapes.
    return ended(shown.markdown.replace(/^# .*/, () => `# ${shown.title}`));
  }
  const several = shown.prompts.length > 1;
  const parts = shown.prompts.map(({ pass, prompt }) => (several && pass !== null ? `${pass}:\n${prompt}` : prompt));
  return ended(parts.join("\n\n"));
}

/** The text that is shown where there is no answer. */
export function troubleOf(scene: string, message: string, content: Content): string {
  return ended(content === "page" ? `# ${nameOf(scene)}\n\n${message}` : message);
}

/** The name of the page for the scene with this path. It is what the tab shows. */
export function pageName(scene: string): string {
  return `/${nameOf(scene).replace(/\.scene$/, "")}.scene-prompt`;
}

function nameOf(scene: string): string {
  return scene.slice(scene.lastIndexOf("/") + 1);
}

function ended(text: string): string {
  return `${text.trimEnd()}\n`;
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
