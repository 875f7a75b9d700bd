import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const SERVER = fileURLToPath(new URL("./web-server.ts", import.meta.url));

export type Web = { url: string; stop(): Promise<void> };

/** Starts the web server of a workspace in a process of its own: whoever asks it does not take its time. */
export async function startWebServer(databaseUrl: string, workspaceId: number): Promise<Web> {
  const child = fork(SERVER, [databaseUrl, String(workspaceId)]);
  const ended = once(child, "exit");
  const told = await Promise.race([once(child, "message"), ended.then(() => null)]);
  if (told === null) throw new Error(`the web server ended with ${child.exitCode}`);
  return {
    url: z.url().parse(told[0]),
    async stop() {
      child.disconnect();
      await ended;
    },
  };
}
