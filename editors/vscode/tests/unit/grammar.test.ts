// The colours of the project's examples and of the scenes in its documentation: they are sound scenes, so nothing in them
// may be coloured as a mistake, no word may stay without a colour, and each must end where a new statement could begin.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import test from "node:test";
import { createRegistry } from "vscode-tmgrammar-test/dist/common";
import { INITIAL } from "vscode-textmate";

const project = join(process.cwd(), "../..");
const [scope, file] = ["source.scene", "syntaxes/scene.tmLanguage.json"];
const registry = createRegistry([{ path: file, scopeName: scope, language: "scene", embeddedLanguages: {} }]);
const loaded = registry.loadGrammar(scope);

/** What is wrong with the colours of a scene. */
async function faults(text: string): Promise<string[]> {
  const grammar = await loaded;
  assert.ok(grammar);
  const found: string[] = [];
  let state = INITIAL;
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    for (const { startIndex, endIndex, scopes } of tokens) {
      const word = line.slice(startIndex, endIndex).trim();
      const coloured = scopes.filter((name) => name !== scope && !name.startsWith("meta."));
      if (word !== "" && (coloured.length === 0 || coloured.some((name) => name.startsWith("invalid.")))) {
        found.push(`${at + 1}: \`${word}\` is ${coloured.join(" ") || "without colour"}`);
      }
    }
  }
  const scopes = grammar.tokenizeLine("  a", state).tokens.at(-1)?.scopes ?? [];
  const isOpen = scopes.some((name) => /^(?:string|meta\.(?:block|binding|relation))\b/.test(name));
  return isOpen ? [...found, "open end"] : found;
}

test("the examples are coloured from end to end", async () => {
  const names = readdirSync(join(project, "examples"), { recursive: true, encoding: "utf8" });
  const scenes = names.filter((name) => name.endsWith(".scene"));
  assert.ok(scenes.length > 15, `${scenes.length} examples`);
  for (const name of scenes) {
    assert.deepEqual(await faults(readFileSync(join(project, "examples", name), "utf8")), [], name);
  }
});

test("so are the scenes of the documentation", async () => {
  const pages = ["language.md", ...readdirSync(join(project, "docs/findings")).map((name) => join("findings", name))];
  let seen = 0;
  for (const page of pages) {
    const text = readFileSync(join(project, "docs", page), "utf8");
    // The first scene of a finding's page is a bad one, and so are those that say so.
    const scenes = [...text.matchAll(/^```scene( wrong)?\n([^]*?)^```$/gm)];
    for (const [, wrong, scene] of page === "language.md" ? scenes : scenes.slice(1)) {
      if (wrong === undefined && scene !== undefined) {
        seen += 1;
        assert.deepEqual(await faults(scene), [], `${basename(page)}:\n${scene}`);
      }
    }
  }
  assert.ok(seen > 80, `${seen} scenes`);
});

test("a fault is seen", async () => {
  assert.deepEqual(await faults("cat on keep"), ["1: `keep` is invalid.illegal.reserved-word.scene"]);
  assert.deepEqual(await faults('say """\nopen'), ["open end"]);
  assert.deepEqual(await faults("pass one {\n  cat on mat"), ["open end"]);
  assert.deepEqual(await faults("cat on mat,"), ["open end"]);
  assert.deepEqual(await faults('cat = ref("cat.jpg",'), ["open end"]);
  assert.deepEqual(await faults("cat on %"), ["1: `%` is without colour"]);
});
