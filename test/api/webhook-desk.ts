import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createPost, createWebhookEndpoint, deliverWebhook, sendTestEvent } from "@firstline/core";
import { createWebhookSender } from "@firstline/core/adapters";
import type { Db } from "@firstline/db";
import { schema } from "@firstline/db";
import { asc, eq } from "drizzle-orm";
import { afterAll, beforeEach } from "vitest";
import { aWorkspace } from "../support/factories.ts";
import { testCtx } from "../support/fakes.ts";
import type { TestCtx } from "../support/fakes.ts";
import { fileDatabase } from "../support/file-database.ts";

type Delivery = typeof schema.webhookDeliveries.$inferSelect;
type Answer = { status: number; headers?: Record<string, string>; body?: string };

export type WebhookReceiver = {
  url: string;
  received: { headers: Record<string, string>; body: string }[];
  /** What it answers next, in this order; 204 when there is nothing. */
  answers: Answer[];
};

/** A server that takes webhooks in, for the test file that calls this. */
async function startReceiver(): Promise<WebhookReceiver> {
  const received: WebhookReceiver["received"] = [];
  const answers: Answer[] = [];
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on("data", (piece: Buffer) => pieces.push(piece));
    request.on("end", () => {
      // Node gives arrays for cookies only.
      const headers = request.headers as Record<string, string>;
      received.push({ headers, body: Buffer.concat(pieces).toString() });
      const { status, headers: answered, body } = answers.shift() ?? { status: 204 };
      response.writeHead(status, answered).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  afterAll(() => new Promise((resolve) => server.close(resolve)));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, received, answers };
}

export type WebhookDesk = WebhookReceiver & {
  db: Db;
  /** New for each test, like the workspace. */
  ctx: TestCtx;
  workspaceId: number;
  anEndpoint(this: void, events?: string[]): Promise<{ endpointId: number; secret: string }>;
  aPost(this: void): ReturnType<typeof createPost>;
  /** The id of a delivery that tries an endpoint out. */
  aTest(this: void, endpointId: number): Promise<number>;
  deliver(this: void, deliveryId: number, attempt?: number): Promise<void>;
  stored(this: void): Promise<Delivery[]>;
};

/** For a test file: a workspace whose webhooks go to a server that remembers them. */
export async function webhookDesk(): Promise<WebhookDesk> {
  const { db } = await fileDatabase();
  const receiver = await startReceiver();
  const author = { platform: "slack", externalId: "U_ADA", name: "Ada" } as const;
  const desk: WebhookDesk = {
    ...receiver,
    db,
    ctx: testCtx(db),
    workspaceId: 0,
    async anEndpoint(events = []) {
      const { ctx, workspaceId, url } = desk;
      const made = await createWebhookEndpoint(ctx, { workspaceId, url, events });
      return { endpointId: made.endpoint.id, secret: made.secret };
    },
    aPost: () =>
      createPost(desk.ctx, {
        workspaceId: desk.workspaceId,
        title: "Dark mode",
        description: "",
        author,
        place: null,
      }),
    aTest: async (endpointId) =>
      (await sendTestEvent(desk.ctx, { workspaceId: desk.workspaceId, endpointId })).id,
    deliver: (deliveryId, attempt = 1) =>
      deliverWebhook(desk.ctx, { workspaceId: desk.workspaceId, deliveryId, attempt }),
    stored() {
      const d = schema.webhookDeliveries;
      return db.select().from(d).where(eq(d.workspaceId, desk.workspaceId)).orderBy(asc(d.id));
    },
  };
  beforeEach(async () => {
    receiver.received.length = 0;
    receiver.answers.length = 0;
    desk.ctx = { ...testCtx(db), webhooks: createWebhookSender({ allowsPrivate: true }) };
    desk.workspaceId = (await aWorkspace(desk.ctx)).id;
  });
  return desk;
}
