// Builds the extension: one file with all it needs, its licences and those of the packages that went into it.
// `--minify` for the package, `--watch` while writing it, `--tests` for the tests of what needs no editor.
import * as esbuild from "esbuild";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const asked = new Set(process.argv.slice(2));
const common = { bundle: true, platform: "node", target: "node20", format: "cjs", logLevel: "warning", metafile: true };

if (asked.has("--tests")) {
  rmSync("out", { recursive: true, force: true });
  const tests = readdirSync("tests/unit").filter((name) => name.endsWith(".test.ts"));
  const entryPoints = tests.map((name) => join("tests/unit", name));
  // The grammar's interpreter loads a file that lies beside it.
  await esbuild.build({ ...common, entryPoints, outdir: "out", packages: "external", sourcemap: "inline" });
} else {
  const minify = asked.has("--minify");
  rmSync("dist", { recursive: true, force: true });
  const options = {
    ...common,
    entryPoints: ["src/extension.ts"],
    outfile: "dist/extension.js",
    external: ["vscode"],
    minify,
    sourcemap: minify ? false : "linked",
    legalComments: "none",
  };
  if (asked.has("--watch")) {
    await (await esbuild.context({ ...options, logLevel: "info" })).watch();
  } else {
    const { metafile } = await esbuild.build(options);
    mkdirSync("dist", { recursive: true });
    writeFileSync("dist/third-party-licenses.txt", licences(Object.keys(metafile.inputs)));
    // The project's own licences lie at its top.
    for (const name of ["LICENSE-APACHE", "LICENSE-MIT"]) {
      copyFileSync(join("../..", name), join("dist", `${name}.txt`));
    }
  }
}

/** The licences of the packages that these files belong to. */
function licences(files) {
  const folders = new Set(files.map(packageOf).filter((folder) => folder !== undefined));
  const parts = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e(?:[.-]|$)/i.test(entry));
    if (file === undefined) {
      throw new Error(`${name} ${version} (${license}) comes without the text of its licence`);
    }
    return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
  });
  return parts.join(`\n${"-".repeat(72)}\n\n`);
}

/** The folder of the package that a file belongs to; none if it is the extension's own. */
function packageOf(file) {
  if (!file.split("/").includes("node_modules")) {
    return undefined;
  }
  for (let folder = dirname(file); folder.includes("node_modules/"); folder = dirname(folder)) {
    const about = join(folder, "package.json");
    if (existsSync(about) && JSON.parse(readFileSync(about, "utf8")).version !== undefined) {
      return folder;
    }
  }
  return undefined;
}
