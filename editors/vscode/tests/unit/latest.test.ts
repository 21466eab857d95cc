// Of many pieces of work only the last one counts.
import assert from "node:assert/strict";
import test from "node:test";
import { Latest } from "../../src/lib/latest";

/** Lets everything that waits for a promise go on. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

test("work waits for a pause, and only the last piece is done", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const [begun, done]: [string[], string[]] = [[], []];
  const latest = new Latest<string>((result) => done.push(result));
  const put = (name: string) => latest.put(100, async () => (begun.push(name), name));
  put("a");
  context.mock.timers.tick(99);
  put("b");
  context.mock.timers.tick(99);
  assert.deepEqual(begun, []);
  context.mock.timers.tick(1);
  await settled();
  assert.deepEqual([begun, done], [["b"], ["b"]]);
});

test("an answer that was overtaken is ignored, and its work is called off", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const answers: ((text: string) => void)[] = [];
  const signals: AbortSignal[] = [];
  const done: string[] = [];
  const latest = new Latest<string>((result) => done.push(result));
  const put = () => {
    latest.put(10, (signal) => {
      signals.push(signal);
      return new Promise((resolve) => answers.push(resolve));
    });
    context.mock.timers.tick(10);
  };
  put();
  put();
  assert.deepEqual(signals.map((signal) => signal.aborted), [true, false]);
  answers[1]?.("new");
  await settled();
  answers[0]?.("old");
  await settled();
  assert.deepEqual(done, ["new"]);
});

test("what is stopped says nothing, and work can be put again", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const done: string[] = [];
  const latest = new Latest<string>((result) => done.push(result));
  latest.put(10, async () => "waiting");
  latest.stop();
  context.mock.timers.tick(10);
  await settled();
  assert.deepEqual(done, []);
  latest.put(10, async () => "again");
  context.mock.timers.tick(10);
  await settled();
  assert.deepEqual(done, ["again"]);
});
