/**
 * The web server without public pages, whose making would come in between, in a process of its own as it has in life:
 * node web-server.ts DATABASE_URL WORKSPACE_ID
 */
import { once } from "node:events";
import { readAhead } from "@firstline/core";
import { connect } from "@firstline/db";
import { startWeb } from "@firstline/web/api";
import { benchCtx } from "./ctx.ts";

const [databaseUrl = "", workspaceId = ""] = process.argv.slice(2);
const database = connect(databaseUrl);
const ctx = benchCtx(database.db);
const web = {
  host: "127.0.0.1",
  port: 0,
  publicUrl: "http://127.0.0.1",
  consoleToken: null,
  siteDir: null,
  panelSecret: null,
  stripeWebhookSecret: null,
};
const workspace = { id: Number(workspaceId), name: "Bench" };
await readAhead(ctx, { workspaceId: workspace.id }).done;
const running = await startWeb(ctx, { web }, { database, workspace, consoleToken: "bench" });
process.send?.(running.url);
await once(process, "disconnect");
await running.stop();
await database.close();
