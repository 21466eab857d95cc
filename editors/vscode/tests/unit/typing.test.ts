// The rules for typing: what a word is, and where the next line begins.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

interface Pattern {
  readonly pattern: string;
  readonly flags?: string;
}
interface Rules {
  readonly wordPattern: Pattern;
  readonly indentationRules: { readonly increaseIndentPattern: string; readonly decreaseIndentPattern: string };
  readonly onEnterRules: readonly { beforeText: Pattern; previousLineText?: Pattern; action: { indent: string } }[];
}
const text = readFileSync("language-configuration.json", "utf8");
const rules = JSON.parse(text.replace(/^\s*\/\/.*$/gm, "")) as Rules;
const made = ({ pattern, flags }: Pattern) => new RegExp(pattern, flags);

/** Where the line behind these two begins: deeper, less deep, or as the last of them. */
function next(before: string, previous = ""): string {
  for (const rule of rules.onEnterRules) {
    if (made(rule.beforeText).test(before) && (!rule.previousLineText || made(rule.previousLineText).test(previous))) {
      return rule.action.indent;
    }
  }
  return new RegExp(rules.indentationRules.increaseIndentPattern).test(before) ? "indent" : "none";
}

test("a word ends at a dot", () => {
  const words = (line: string) => line.match(new RegExp(rules.wordPattern.pattern, "gu"));
  assert.deepEqual(words("größe.linker_arm beside room.window2"), ["größe", "linker_arm", "beside", "room", "window2"]);
});

test("a statement goes on deeper behind its comma", () => {
  assert.equal(next("woman walking dog,"), "indent");
  assert.equal(next('woman walking dog, on "a leash, blue",  // as always'), "indent");
  assert.equal(next("woman walking dog // slowly,"), "none");
  assert.equal(next('avoid "text, and more"'), "none");
  assert.equal(next("// One, two,"), "none");
});

test("further clauses stay as deep, and behind the last one a statement begins", () => {
  assert.equal(next('  on "a leash",', "woman walking dog,"), "none");
  assert.equal(next('  through "a park"', '  on "a leash",'), "outdent");
  assert.equal(next("  smiling", "woman walking dog,"), "outdent");
});

test("arguments and parts are no clauses", () => {
  assert.equal(next('  short: "dog"', '  "brown dog",'), "none");
  assert.equal(next('  cup = "red cup"', '  book = "open book",'), "none");
  assert.equal(next('  "brown dog"', '  "dog.png",'), "none");
});

test("what stays open is deeper inside, and what closes it is not", () => {
  assert.equal(next('room = ref("room.jpg", "living room") {'), "indent");
  assert.equal(next("pad = ref("), "indent");
  assert.equal(next("pass one {  // the furniture"), "indent");
  assert.equal(next('say "an open {"'), "none");
  assert.equal(next("pass one { cat on mat }"), "none");
  const closing = new RegExp(rules.indentationRules.decreaseIndentPattern);
  assert.ok(closing.test("  }") && closing.test(")") && !closing.test("  a }"));
});
