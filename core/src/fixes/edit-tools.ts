import { z } from "zod";
import { HIDDEN } from "../answers/guards/secrets.ts";
import { mayChange, mayRead } from "./paths.ts";
import { defineTool, done, failed, refused } from "./tool.ts";
import type { ToolDesk, ToolOutcome } from "./tool.ts";

/** Characters of a file that is written whole; what is longer is edited in parts. */
const MAX_FILE = 100_000;
const MAX_EDIT = 50_000;
const NO_FILE = "There is no such text file. list_files shows what there is.";

const Path = z.string().min(1).max(400);

export const editFile = defineTool({
  name: "edit_file",
  description:
    "Replaces a text that stands exactly once in a file. Take enough lines around it that it is the only place.",
  input: z.strictObject({
    path: Path,
    old: z.string().min(1).max(MAX_EDIT).describe("Copied from the file letter for letter"),
    new: z.string().max(MAX_EDIT),
  }),
  async run(desk, input) {
    const check = mayChange(input.path, desk.settings, desk.overlay.tree());
    if (!check.ok) return refused(check);
    const text = await desk.overlay.read(check.path);
    if (text === null) return failed(NO_FILE);
    // Files with Windows line ends are shown, and quoted by models, with plain ones.
    const [from, to] = text.includes("\r\n")
      ? [toWindows(input.old), toWindows(input.new)]
      : [input.old, input.new];
    const at = text.indexOf(from);
    if (at < 0) return failed("The old text does not stand in the file like this. Read the file again.");
    if (text.includes(from, at + 1))
      return failed("The old text stands there more than once: take more lines.");
    return store(desk, check.path, text.slice(0, at) + to + text.slice(at + from.length));
  },
});

export const writeFile = defineTool({
  name: "write_file",
  description: "Makes a new text file, or replaces a whole one. For a change of a part use edit_file.",
  input: z.strictObject({ path: Path, contents: z.string().max(MAX_FILE) }),
  async run(desk, { path, contents }) {
    const check = mayChange(path, desk.settings, desk.overlay.tree());
    if (!check.ok) return refused(check);
    const isThere =
      desk.overlay.tree().files.has(check.path) && desk.overlay.changes.get(check.path) !== null;
    if (isThere && (await desk.overlay.read(check.path)) === null) {
      return failed("That file is not text, and stays as it is.");
    }
    return store(desk, check.path, contents);
  },
});

export const deleteFile = defineTool({
  name: "delete_file",
  description: "Deletes a text file.",
  input: z.strictObject({ path: Path }),
  async run(desk, { path }) {
    const check = mayChange(path, desk.settings, desk.overlay.tree());
    if (!check.ok) return refused(check);
    if ((await desk.overlay.read(check.path)) === null) return failed(NO_FILE);
    await desk.overlay.set(check.path, null);
    return done("Deleted.");
  },
});

async function store(desk: ToolDesk, path: string, content: string): Promise<ToolOutcome> {
  const readable = mayRead(path);
  if (!readable.ok) return refused(readable);
  const before = (await desk.overlay.readBase(path)) ?? "";
  if (countHidden(content) > countHidden(before)) {
    return failed(
      `"${HIDDEN}" stands for something that is not shown; it cannot be written. Edit around it.`,
    );
  }
  if (!content.isWellFormed()) return failed("The text holds half a character.");
  await desk.overlay.set(path, content);
  return done(`Stored. ${path} has ${content.split("\n").length} lines now.`);
}

function countHidden(text: string): number {
  return text.split(HIDDEN).length - 1;
}

function toWindows(text: string): string {
  return text.replace(/\r?\n/gu, "\r\n");
}
