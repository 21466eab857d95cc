// How often a server that ends by itself is started again.
import assert from "node:assert/strict";
import test from "node:test";
import { Restarts } from "../../src/lib/restarts";

const minutes = (count: number) => count * 60_000;

test("a server that ends again and again is left alone", () => {
  const restarts = new Restarts();
  const tries = [0, 0.1, 0.2, 0.3, 0.4, 0.5].map((at) => restarts.another(minutes(at)));
  assert.deepEqual(tries, [true, true, true, true, false, false]);
});

test("one that ends now and then is always started again", () => {
  const restarts = new Restarts();
  const tries = Array.from({ length: 20 }, (_, at) => restarts.another(minutes(at)));
  assert.ok(tries.every((again) => again));
});
