// What is shown beside a scene.
import assert from "node:assert/strict";
import test from "node:test";
import { aboutOf, pageName, shownOf, textOf, troubleOf } from "../../src/lib/page";

const answer = {
  title: "kite.scene",
  markdown: "# kite.scene\n\nCreate one scene.\n\n",
  prompts: [{ pass: null, prompt: "Create one scene.", references: ["kite.png"] }],
};

test("the argument of a code lens names a place", () => {
  const place = { textDocument: { uri: "file:///a.scene" }, position: { line: 3, character: 0 } };
  assert.deepEqual(aboutOf(place), place);
  const scene = { textDocument: { uri: "file:///a.scene" } };
  assert.deepEqual(aboutOf(scene), scene);
  assert.deepEqual(aboutOf({ ...scene, position: { line: "3", character: 0 } }), scene);
});

test("other arguments name none", () => {
  for (const argument of [undefined, null, "file:///a.scene", {}, { textDocument: 3 }, { textDocument: { uri: 3 } }]) {
    assert.equal(aboutOf(argument), undefined);
  }
});

test("an answer is read, and anything else is not taken for one", () => {
  const { references: _, ...prompt } = answer.prompts[0]!;
  assert.deepEqual(shownOf(answer), { ...answer, prompts: [prompt] });
  for (const other of [null, undefined, [], "text", { ...answer, prompts: {} }, { ...answer, title: 3 }]) {
    assert.equal(shownOf(other), undefined);
  }
  assert.deepEqual(shownOf({ ...answer, prompts: [null, {}, { prompt: 3 }] })?.prompts, []);
});

test("the page is the Markdown, the text only the words", () => {
  assert.equal(textOf(answer, "page"), "# kite.scene\n\nCreate one scene.\n");
  assert.equal(textOf(answer, "text"), "Create one scene.\n");
  const passes = [
    { pass: "one", prompt: "First." },
    { pass: "two", prompt: "Second." },
  ];
  assert.equal(textOf({ ...answer, prompts: passes }, "text"), "one:\nFirst.\n\ntwo:\nSecond.\n");
  assert.equal(textOf({ ...answer, prompts: passes.slice(1) }, "text"), "Second.\n");
});

test("the heading of the page is the title as it stands", () => {
  const escaped = { ...answer, title: "my_$&_kite.scene", markdown: "# my\\_kite.scene\n\n# Not this one\n" };
  assert.equal(textOf(escaped, "page"), "# my_$&_kite.scene\n\n# Not this one\n");
});

test("without a prompt both say why", () => {
  const none = { title: "a.scene", markdown: "# a.scene\n\n2 errors", prompts: [] };
  assert.equal(textOf(none, "page"), textOf(none, "text"));
  assert.equal(troubleOf("/work/a.scene", "It does not run.", "page"), "# a.scene\n\nIt does not run.\n");
  assert.equal(troubleOf("/work/a.scene", "It does not run.", "text"), "It does not run.\n");
});

test("the name of a page is that of its scene", () => {
  assert.equal(pageName("/work/kite.scene"), "/kite.scene-prompt");
  assert.equal(pageName("Untitled-1"), "/Untitled-1.scene-prompt");
});
