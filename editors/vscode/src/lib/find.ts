// Finds the program of the language server. A bare name is looked up here and not by the system, which on Windows would
// take a program of that name out of the folder that happens to be open.
import * as path from "node:path";

/** What is known of the machine. */
export interface Machine {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  readonly home: string;
  /** The first folder of the workspace. */
  readonly folder: string | undefined;
  /** Whether a program lies there. */
  readonly isProgram: (file: string) => boolean;
}

/** Where the program lies, or why it was not found. */
export type Found = { readonly program: string } | { readonly problem: string };

/** Finds the program that a setting names. */
export function findProgram(setting: string, machine: Machine): Found {
  const paths = machine.platform === "win32" ? path.win32 : path.posix;
  const name = setting.trim() === "" ? "scene" : setting.trim();
  const inFolder = name.includes("${workspaceFolder}");
  const isPath = inFolder || name.startsWith("~") || name.includes("/") || name.includes(paths.sep);
  if (!isPath) {
    const found = searched(paths, machine).flatMap((folder) => endings(paths.join(folder, name), machine));
    const program = found.find(machine.isProgram);
    return program === undefined ? { problem: `No program \`${name}\` is on PATH.` } : { program };
  }
  let file = name.replace(/^~(?=$|[/\\])/, () => machine.home);
  if (machine.folder !== undefined) {
    const folder = machine.folder;
    file = paths.resolve(folder, file.replaceAll("${workspaceFolder}", () => folder));
  } else if (inFolder || !paths.isAbsolute(file)) {
    return { problem: `\`${name}\` counts from the folder of the workspace, and no folder is open.` };
  }
  const program = endings(file, machine).find(machine.isProgram);
  return program === undefined ? { problem: `\`${file}\` is no program.` } : { program };
}

/** The folders of PATH. Relative ones are left out: they would mean another folder wherever the editor was started. */
function searched(paths: path.PlatformPath, machine: Machine): string[] {
  const key = Object.keys(machine.env).find((name) => name.toUpperCase() === "PATH");
  const value = key === undefined ? undefined : machine.env[key];
  const folders = (value ?? "").split(paths.delimiter).map((folder) => folder.replace(/^"(.*)"$/, "$1"));
  return folders.filter((folder) => paths.isAbsolute(folder));
}

/** The files that may be meant: on Windows the ending of a program may be left out. */
function endings(file: string, machine: Machine): string[] {
  return machine.platform === "win32" && !/\.(?:exe|com)$/i.test(file) ? [`${file}.exe`] : [file];
}
