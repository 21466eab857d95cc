// Which program the language server is.
import assert from "node:assert/strict";
import test from "node:test";
import { findProgram, type Machine } from "../../src/lib/find";

function machine(files: string[], changes: Partial<Machine> = {}): Machine {
  const env = { PATH: "bin:/usr/bin:/opt/scene/bin:" };
  return { env, platform: "linux", home: "/home/ida", folder: "/work", isProgram: (it) => files.includes(it), ...changes };
}

test("a name is looked up in the folders of PATH, the first one first", () => {
  const files = ["/opt/scene/bin/scene", "/usr/bin/scene", "/usr/bin/other"];
  assert.deepEqual(findProgram("scene", machine(files)), { program: "/usr/bin/scene" });
  assert.deepEqual(findProgram(" other ", machine(files)), { program: "/usr/bin/other" });
  assert.deepEqual(findProgram("", machine(files)), { program: "/usr/bin/scene" });
});

test("a program in the open folder is never taken for one on PATH", () => {
  const here = ["/work/scene", "/work/bin/scene", "scene", "bin/scene"];
  assert.deepEqual(findProgram("scene", machine(here)), { problem: "No program `scene` is on PATH." });
  assert.deepEqual(findProgram("scene", machine(here, { env: {} })), { problem: "No program `scene` is on PATH." });
});

test("a path may begin at home or in the folder", () => {
  const files = ["/home/ida/scene", "/work/target/scene", "/srv/scene", "/work/~ida/scene"];
  assert.deepEqual(findProgram("~/scene", machine(files)), { program: "/home/ida/scene" });
  assert.deepEqual(findProgram("${workspaceFolder}/target/scene", machine(files)), { program: "/work/target/scene" });
  assert.deepEqual(findProgram("./target/scene", machine(files)), { program: "/work/target/scene" });
  assert.deepEqual(findProgram("target/../target/scene", machine(files)), { program: "/work/target/scene" });
  assert.deepEqual(findProgram("/srv/scene", machine(files)), { program: "/srv/scene" });
  assert.deepEqual(findProgram("~ida/scene", machine(files)), { program: "/work/~ida/scene" });
  assert.deepEqual(findProgram("/srv/none", machine(files)), { problem: "`/srv/none` is no program." });
});

test("signs of a folder's name are no pattern", () => {
  const odd = machine(["/a$&b/scene"], { folder: "/a$&b", home: "/a$&b" });
  assert.deepEqual(findProgram("${workspaceFolder}/scene", odd), { program: "/a$&b/scene" });
  assert.deepEqual(findProgram("~/scene", odd), { program: "/a$&b/scene" });
});

test("a path in the folder needs a folder", () => {
  const lost = machine(["/srv/scene"], { folder: undefined });
  for (const path of ["./scene", "${workspaceFolder}/scene"]) {
    const found = findProgram(path, lost);
    assert.ok("problem" in found && found.problem.includes("no folder is open"), path);
  }
  assert.deepEqual(findProgram("/srv/scene", lost), { program: "/srv/scene" });
});

test("on Windows the ending may be left out, and the name of PATH is written in any way", () => {
  const files = ["C:\\scene\\scene.exe", "D:\\work\\tools\\scene.exe", "D:\\work\\scene.exe"];
  const windows: Partial<Machine> = {
    env: { Path: '.;"C:\\scene";C:\\Windows' },
    platform: "win32",
    home: "C:\\Users\\ida",
    folder: "D:\\work",
  };
  assert.deepEqual(findProgram("scene", machine(files, windows)), { program: "C:\\scene\\scene.exe" });
  assert.deepEqual(findProgram("scene.exe", machine(files, windows)), { program: "C:\\scene\\scene.exe" });
  assert.deepEqual(findProgram("tools\\scene", machine(files, windows)), { program: "D:\\work\\tools\\scene.exe" });
  assert.deepEqual(findProgram("tools/scene", machine(files, windows)), { program: "D:\\work\\tools\\scene.exe" });
});
