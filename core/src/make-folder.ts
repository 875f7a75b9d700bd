import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Makes a folder and those around it that are missing, one by one: where nothing can be made at all, as in /proc, Node's own
 * recursive way goes round for ever.
 */
export async function makeFolder(folder: string, options: { mode?: number } = {}): Promise<void> {
  if (await isFolder(folder)) return;
  const around = dirname(folder);
  if (around !== folder) await makeFolder(around, options);
  try {
    await mkdir(folder, options);
  } catch (error) {
    // Somebody else has made it in this moment.
    if (!(await isFolder(folder))) throw error;
  }
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
