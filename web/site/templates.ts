import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { chmod, mkdtemp, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { makeFolder } from "@firstline/core";
import type { PageView } from "./views.ts";

/** What the pages are made with. */
export type Templates = {
  /** A whole page as HTML. Throws where a template fails, which is a fault of ours. */
  render(view: PageView): Promise<string>;
  /** Another one, other pages. */
  version: string;
  /** Folder whose files stand at the site's root under the same paths; their names change with their content. */
  assetsDir: string;
};

const HERE = fileURLToPath(new URL(".", import.meta.url));
const SOURCES = ["compile", "islands", "src", "texts", "theme.ts"];
const OUTDATED_MS = 24 * 3_600_000;

/**
 * The templates, compiled where that has not been done for these sources yet, which takes some seconds. Processes that begin
 * at once may each compile; the first to finish wins, and all use the same.
 */
export async function loadTemplates(cacheDir: string = join(HERE, "dist")): Promise<Templates> {
  const version = await hashSources();
  const folder = join(cacheDir, version);
  if (!(await isThere(folder))) await compile(cacheDir, folder);
  const compiled = toCompiled(await import(pathToFileURL(join(folder, "server", "entry.mjs")).href));
  return { version, assetsDir: join(folder, "client"), render: (view) => compiled.renderPage(view) };
}

type Compiled = { renderPage(view: PageView): Promise<string> };

/** The module is made by `compile/main.ts` of `compile/entry.ts`. */
function toCompiled(module: unknown): Compiled {
  return module as Compiled;
}

async function compile(cacheDir: string, folder: string): Promise<void> {
  await makeFolder(cacheDir);
  const beside = await mkdtemp(join(cacheDir, "compiling-"));
  try {
    // A process of its own: the compiler takes 300 MB that would otherwise stay.
    await promisify(execFile)(process.execPath, [join(HERE, "compile", "main.ts"), beside], {
      env: { NODE_ENV: "production", ASTRO_TELEMETRY_DISABLED: "1" },
    });
    // Whoever runs the web process may be another user than who installed it, as in the image.
    await chmod(beside, 0o755);
    await rename(beside, folder);
  } catch (cause) {
    await rm(beside, { recursive: true, force: true });
    if (!(await isThere(folder)))
      throw new Error("the templates of the public pages cannot be compiled", { cause });
  }
  await removeOutdated(cacheDir, folder);
}

/** Other processes may still read what was made of older sources, but not for long. */
async function removeOutdated(cacheDir: string, folder: string): Promise<void> {
  for (const name of await readdir(cacheDir)) {
    const other = join(cacheDir, name);
    if (other === folder) continue;
    // What another process compiled beside this may just have moved or gone.
    const found = await stat(other).catch(() => null);
    if (found && Date.now() - found.mtimeMs > OUTDATED_MS) await rm(other, { recursive: true, force: true });
  }
}

async function hashSources(): Promise<string> {
  const hash = createHash("sha256");
  const names = await Promise.all(SOURCES.map(listFiles));
  for (const name of [...names.flat(), "../package.json"].toSorted()) {
    hash
      .update(`${name}\0`)
      .update(await readFile(join(HERE, name)))
      .update("\0");
  }
  return hash.digest("hex").slice(0, 16);
}

async function listFiles(name: string): Promise<string[]> {
  const path = join(HERE, name);
  if ((await stat(path)).isFile()) return [name];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(HERE.length));
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
