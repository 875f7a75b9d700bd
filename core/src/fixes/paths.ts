import { Minimatch } from "minimatch";
import type { RepositorySettings } from "../github/repository-settings.ts";
import { CHANGED_WHEN_NAMED, NEVER_CHANGED, SECRET_FILES } from "./fixed-paths.ts";
import { findNewNameProblem, foldPath, normalisePath } from "./path-names.ts";
import { foldersAbove } from "./tree.ts";
import type { Tree } from "./tree.ts";

/**
 * Which rule refuses a path: it leaves the repository, has an unfit name, is a link or lies behind one, holds a secret, is never
 * changed, is not opened by the repository's settings, or is in the way of a file or folder that is there.
 */
export type PathRule = "escape" | "name" | "link" | "secret" | "forbidden" | "not_allowed" | "taken";
export type PathRefusal = { ok: false; rule: PathRule; reason: string };
export type PathCheck = { ok: true; path: string } | PathRefusal;

type PathSettings = Pick<RepositorySettings, "allowedPaths" | "forbiddenPaths">;

/** Whether a fix attempt may create, change or delete a file. `path` of the answer is the spelling to use. */
export function mayChange(path: string, settings: PathSettings, tree: Tree): PathCheck {
  const normal = normalisePath(path);
  if (!normal.ok) return normal;
  return (
    // First, so that a closed file in other letters counts as the attack that it is.
    checkFixed(normal.path, settings) ??
    checkPlace(normal.path, tree) ??
    checkSettings(normal.path, settings) ??
    (tree.files.has(normal.path) ? null : findNewNameProblem(normal.path)) ??
    normal
  );
}

/** Whether the model of a fix attempt may see a file. */
export function mayRead(path: string): PathCheck {
  const normal = normalisePath(path);
  if (!normal.ok) return normal;
  if (isOneOf(normal.path, SECRET_FILES)) return refuse("secret", `${normal.path} may hold secrets.`);
  return normal;
}

export function isTestPath(path: string, settings: Pick<RepositorySettings, "testPaths">): boolean {
  return matchesAny(path, settings.testPaths);
}

/** Whether a rule stands against an attack rather than a slip. */
export function isAttack(rule: PathRule): boolean {
  return rule === "escape" || rule === "link" || rule === "secret" || rule === "forbidden";
}

/** What is there already must be spelled the same, be a file, and not be reached through a link. */
function checkPlace(path: string, tree: Tree): PathRefusal | null {
  for (const place of [path, ...foldersAbove(path)]) {
    const there = tree.folded.get(foldPath(place));
    if (!there) continue;
    if (there.path !== place) return refuse("taken", `${there.path} is there already, spelled differently.`);
    const kind = tree.files.get(place)?.kind;
    if (kind === "symlink" || kind === "submodule") {
      return refuse("link", `${place} is a ${kind === "symlink" ? "symbolic link" : "submodule"}.`);
    }
    if (there.isFolder !== (place !== path)) {
      return refuse("taken", `${place} is a ${there.isFolder ? "folder" : "file"}.`);
    }
  }
  return null;
}

function checkFixed(path: string, settings: PathSettings): PathRefusal | null {
  if (isOneOf(path, SECRET_FILES)) return refuse("secret", `${path} may hold secrets.`);
  if (isOneOf(path, NEVER_CHANGED)) {
    return refuse(
      "forbidden",
      `${path} is never changed by a fix: it decides what runs, or what is installed.`,
    );
  }
  if (isOneOf(path, CHANGED_WHEN_NAMED) && !isNamed(path, settings)) {
    return refuse("forbidden", `${path} is changed by a fix only when the repository's settings name it.`);
  }
  return null;
}

/** By a pattern whose last part is more than a star: "**" opens everything but what has to be named. */
function isNamed(path: string, { allowedPaths }: PathSettings): boolean {
  const naming = allowedPaths.filter((glob) => !/^\**$/u.test(glob.slice(glob.lastIndexOf("/") + 1)));
  return matchesAny(path, naming);
}

function checkSettings(path: string, { allowedPaths, forbiddenPaths }: PathSettings): PathRefusal | null {
  if (allowedPaths.length > 0 && !matchesAny(path, allowedPaths)) {
    return refuse(
      "not_allowed",
      `${path} is not among the files that the repository's settings open to fixes.`,
    );
  }
  if (matchesAny(path, forbiddenPaths)) {
    return refuse("not_allowed", `${path} is closed to fixes by the repository's settings.`);
  }
  return null;
}

/** Whether a path, or a folder above it, has one of these names. */
function isOneOf(path: string, names: readonly string[]): boolean {
  const patterns = compile(names);
  return foldPath(path)
    .split("/")
    .some((part) => patterns.some((pattern) => pattern.match(part)));
}

function matchesAny(path: string, globs: readonly string[]): boolean {
  return compile(globs).some((pattern) => pattern.match(path));
}

const OPTIONS = { dot: true, nocase: true, noext: true, nonegate: true, nocomment: true } as const;
const compiled = new WeakMap<readonly string[], Minimatch[]>();

function compile(globs: readonly string[]): Minimatch[] {
  const known = compiled.get(globs);
  if (known) return known;
  const made = globs.map((glob) => new Minimatch(glob.normalize("NFC"), OPTIONS));
  compiled.set(globs, made);
  return made;
}

function refuse(rule: PathRule, reason: string): PathRefusal {
  return { ok: false, rule, reason };
}
