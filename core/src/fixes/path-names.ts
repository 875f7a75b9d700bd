/** Which rule a path breaks: what tries to leave the repository, or is spelled so that people or file systems read it wrongly. */
export type NameProblem = { ok: false; rule: "escape" | "name"; reason: string };
export type NormalPath = { ok: true; path: string };

const MAX_LENGTH = 400;
/** Invisible, or steering how its neighbours are shown; half a surrogate pair; for nobody's use. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
/** How Windows and macOS would read ".git" beside its plain form: short names, streams, what they cut from the end. */
const GIT_FOLDER = /^\.git(?:[. ]*$|[. ]*:)|^git~\d+$/iu;
/** A short name of Windows stands for another name. */
const SHORT_NAME = /^[^.~]{1,7}~\d{1,6}(?:\.[^.]{0,3})?$/u;
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(?:\.|$)/iu;
/** What careless scripts take for more than a name, workflows that list changed files among them. */
const SHELL = /["'`;|&<>*?!{}%^]|\$\(/u;

/**
 * A path inside a repository in its one spelling: relative, parts with single slashes between them, composed Unicode.
 * A leading "./" is taken off; everything else that would have to be mended is refused.
 */
export function normalisePath(path: string): NormalPath | NameProblem {
  const composed = path.normalize("NFC").replace(/^(?:\.\/)+/u, "");
  if (composed === "" || composed.length > MAX_LENGTH) {
    return named(`A path has 1 to ${MAX_LENGTH} characters.`);
  }
  if (HIDDEN.test(composed)) return named("A path has no control characters or invisible ones.");
  if (composed.includes("\\")) return escape("A path has no backslash.");
  if (/^\/|^~(?:\/|$)|^[a-z]:/iu.test(composed))
    return escape("A path begins at the repository's own folder.");
  const parts = composed.split("/");
  if (parts.includes("..")) return escape('A path has no "..".');
  for (const part of parts) {
    const problem = checkPart(part);
    if (problem) return problem;
  }
  return { ok: true, path: composed };
}

function checkPart(part: string): NameProblem | null {
  if (part === "" || part === ".") return named("A path has no empty parts.");
  if (GIT_FOLDER.test(part.normalize("NFKC"))) return escape("git's own folder is out of reach.");
  if (SHORT_NAME.test(part)) return escape("A path has no short names of Windows.");
  if (/[. ]$|^ |:/u.test(part)) return named("A name has no colon, and no space or dot at its end.");
  if (DEVICE.test(part)) return named(`"${part}" is a device on Windows.`);
  return null;
}

/** Why a new file may not have this name, beside what `normalisePath` says; null when it may. */
export function findNewNameProblem(path: string): NameProblem | null {
  if (path.startsWith("-")) return named("A new file's name does not begin with a dash.");
  if (SHELL.test(path)) return named("A new file's name has no characters that shells take for commands.");
  return null;
}

/** The same for all spellings that some file system takes for one name. */
export function foldPath(path: string): string {
  return path.normalize("NFKC").toLowerCase();
}

function escape(reason: string): NameProblem {
  return { ok: false, rule: "escape", reason };
}

function named(reason: string): NameProblem {
  return { ok: false, rule: "name", reason };
}
