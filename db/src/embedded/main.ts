/**
 * The process of the embedded database: node main.ts FOLDER. Started by openEmbedded it reports to its parent and
 * ends with it, even when the parent is killed; started by hand it runs until SIGINT or SIGTERM.
 */
import { resolve } from "node:path";
import type { ChildReport } from "./child.ts";
import { FolderInUseError, startServer } from "./server.ts";

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error("usage: node main.ts FOLDER");
  process.exit(2);
}
const hasParent = process.send !== undefined;

try {
  const server = await startServer({
    dataDir: resolve(folder),
    waitForLockMs: hasParent ? 1_000 : 0,
    onBroken: (error) => {
      console.error("The embedded database has failed and stops; what was committed is safe.", error);
      process.exit(70);
    },
    onUpkeepError: (error) => console.error("The embedded database could not tidy up:", error),
  });
  report({ kind: "ready", url: server.url });
  if (!hasParent) console.log(server.url);
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    await server.stop();
    process.exit(0);
  };
  if (hasParent) {
    // A terminal and a service manager signal the whole group. The parent decides: it may still need the database.
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => undefined);
    process.on("disconnect", () => void stop());
    if (!process.connected) await stop();
  } else {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => void stop());
  }
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  report({ kind: error instanceof FolderInUseError ? "busy" : "failed", message });
  if (!hasParent) console.error(message);
  process.exitCode = 1;
  if (hasParent) process.disconnect();
}

function report(message: ChildReport): void {
  if (process.connected) process.send?.(message);
}
