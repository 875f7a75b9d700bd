import { getFile, storeFile } from "@firstline/core";
import type { Conversation } from "@firstline/core";
import { Hono } from "hono";
import type { Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { Web } from "../context.ts";
import { addressOf } from "../http/address.ts";
import { problem, sendProblem } from "../http/errors.ts";
import { noStore } from "../http/headers.ts";
import { sendFile } from "../http/send-file.ts";
import { identityOf } from "./panel-access.ts";

const LARGEST = 5_000_000;

/** Takes a file in, whose id then goes along with a message. */
export function panelFileRoutes(web: Web): Hono {
  const app = new Hono();
  app.use(noStore);
  const limit = bodyLimit({
    maxSize: LARGEST,
    onError: (c) => {
      c.header("Connection", "close");
      return sendProblem(c, web, problem(413, "too_large", "A file may have at most 5 MB."));
    },
  });
  app.post("/", limit, async (c) => {
    web.limits.take("upload", addressOf(c));
    await identityOf(c, web);
    const content = new Uint8Array(await c.req.arrayBuffer());
    const name = (c.req.query("name") ?? "").slice(-300);
    return c.json(await storeFile(web.ctx, { workspaceId: web.workspace.id, name, content }), 201);
  });
  return app;
}

/** A file of the conversation, for whoever may read that. */
export async function sendConversationFile(
  c: Context,
  web: Web,
  { workspaceId, ticketId }: Conversation,
): Promise<Response> {
  return sendFile(c, await getFile(web.ctx, { workspaceId, ticketId, fileId: c.req.param("fileId") ?? "" }));
}
