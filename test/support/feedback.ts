import { createPost } from "@firstline/core";
import type { CreatePostInput, PersonIdentity, PostSummary } from "@firstline/core";
import type { Db } from "@firstline/db";
import { schema } from "@firstline/db";
import { beforeEach } from "vitest";
import { aWorkspace } from "./factories.ts";
import { testCtx } from "./fakes.ts";
import type { TestCtx } from "./fakes.ts";
import { fileDatabase } from "./file-database.ts";

/** A member of a Slack. */
export const member = (name: string): PersonIdentity => ({
  platform: "slack",
  externalId: `U_${name.toUpperCase()}`,
  name,
});

/** A Slack thread in which somebody votes. */
export const aThread = (threadId = "1763812800.000001") =>
  ({ platform: "slack", channelId: "C_SUPPORT", threadId }) as const;

export type Board = {
  ctx: TestCtx;
  workspaceId: number;
  post(input?: Partial<CreatePostInput>): Promise<PostSummary>;
  /** Somebody of a company with this revenue; companies of one name are the same. */
  customer(name: string, company?: { name: string; mrrUsd: number }): Promise<{ personId: number }>;
  agent(name?: string): Promise<{ personId: number }>;
};

/** A workspace of its own with somebody who posts. */
export async function aBoard(db: Db): Promise<Board> {
  const ctx = testCtx(db);
  const { id: workspaceId } = await aWorkspace(ctx);
  const companies = new Map<string, number>();

  async function person(name: string, row: { role?: "agent"; companyId?: number }) {
    const [made] = await db
      .insert(schema.people)
      .values({ workspaceId, name, ...row })
      .returning({ personId: schema.people.id });
    if (!made) throw new Error("a person was not stored");
    return made;
  }

  async function companyId(name: string, mrrUsd: number): Promise<number> {
    const known = companies.get(name);
    if (known !== undefined) return known;
    const [made] = await db
      .insert(schema.companies)
      .values({ workspaceId, name, mrrUsd })
      .returning({ id: schema.companies.id });
    if (!made) throw new Error("a company was not stored");
    companies.set(name, made.id);
    return made.id;
  }

  return {
    ctx,
    workspaceId,
    async post(input = {}) {
      const { post } = await createPost(ctx, {
        workspaceId,
        title: "Dark mode for the dashboard",
        description: "My eyes hurt at night.",
        author: member("Ada"),
        place: aThread(),
        ...input,
      });
      return post;
    },
    customer: async (name, company) =>
      person(name, company ? { companyId: await companyId(company.name, company.mrrUsd) } : {}),
    agent: (name = "Alex Agent") => person(name, { role: "agent" }),
  };
}

export type FileBoard = Board & { db: Db; by: { personId: number } };

/** For a test file: a board of its own before each test, with an agent who acts on it. */
export async function fileBoard(): Promise<FileBoard> {
  const { db } = await fileDatabase();
  const fresh = async (): Promise<FileBoard> => {
    const board = await aBoard(db);
    return { ...board, db, by: await board.agent() };
  };
  const board = await fresh();
  beforeEach(async () => {
    Object.assign(board, await fresh());
  });
  return board;
}

/** A database whose user is held up after so many transactions, while something else happens. */
export function pausedAfter(real: Db, transactions: number, meanwhile: () => Promise<void>): Db {
  let done = 0;
  return new Proxy(real, {
    get(target, name, receiver) {
      if (name !== "transaction") return Reflect.get(target, name, receiver) as unknown;
      return async (...args: Parameters<Db["transaction"]>) => {
        const result = await target.transaction(...args);
        done += 1;
        if (done === transactions) await meanwhile();
        return result;
      };
    },
  });
}
