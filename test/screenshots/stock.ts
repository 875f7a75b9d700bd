import {
  addPostNote,
  castVote,
  changePostStatus,
  createArticle,
  createPost,
  importArticles,
  publishChangelogEntry,
  saveChangelogEntry,
} from "@firstline/core";
import type { Ctx } from "@firstline/core";
import { schema } from "@firstline/db";
import type { World } from "../support/world.ts";
import { NEWS, POSTS, VOTERS } from "./posts.ts";
import type { WishedFor } from "./posts.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

type Somebody = { personId: number };

/** The handbook, posts that people vote for, and news: what the pictures show. Answers the id of the first post. */
export async function stockWorld(world: World, handbook: string): Promise<number> {
  const { ctx, workspace } = world;
  const workspaceId = workspace.id;
  await importArticles(ctx, { workspaceId, folder: handbook });
  await createArticle(ctx, {
    workspaceId,
    title: "Answers while a post is written",
    content: "In two forums Firstline shows the best articles **before** a question is posted.",
    status: "published",
    isBeta: true,
  });
  const agent = await addPerson(world, { name: "Bea", role: "agent" });
  const voters = await addVoters(world);
  const ids = [];
  for (const wish of POSTS) ids.push(await addPost(world, { wish, voters, agent }));
  for (const { title, body, daysAgo } of NEWS) {
    const then = at(ctx, daysAgo);
    const { id } = await saveChangelogEntry(then, { workspaceId, entryId: null, title, body });
    await publishChangelogEntry(then, { workspaceId, entryId: id });
  }
  return ids[0] ?? 0;
}

/** The same world some days ago. */
function at(ctx: Ctx, daysAgo: number): Ctx {
  return { ...ctx, now: () => new Date(Date.now() - daysAgo * DAY_MS) };
}

async function addVoters(world: World): Promise<Somebody[]> {
  const companies = new Map<string, number>();
  const voters = [];
  for (const { name, company } of VOTERS) {
    if (company !== null && !companies.has(company.name)) {
      const row = { workspaceId: world.workspace.id, ...company };
      const [made] = await world.ctx.db
        .insert(schema.companies)
        .values(row)
        .returning({ id: schema.companies.id });
      companies.set(company.name, made?.id ?? 0);
    }
    const companyId = company === null ? null : (companies.get(company.name) ?? null);
    voters.push(await addPerson(world, { name, companyId }));
  }
  return voters;
}

type NewPerson = { name: string; role?: "agent"; companyId?: number | null };

async function addPerson({ ctx, workspace }: World, person: NewPerson): Promise<Somebody> {
  const [made] = await ctx.db
    .insert(schema.people)
    .values({ workspaceId: workspace.id, ...person })
    .returning({ personId: schema.people.id });
  if (!made) throw new Error("a person was not stored");
  return made;
}

async function addPost(
  { ctx, workspace }: World,
  { wish, voters, agent }: { wish: WishedFor; voters: Somebody[]; agent: Somebody },
): Promise<number> {
  const workspaceId = workspace.id;
  const { title, description, type, status, comment, note, daysAgo } = wish;
  // Not everybody asks for everything: each post begins with somebody else.
  const asking = voters.map((_, nth) => voters[(nth + daysAgo) % voters.length]).slice(0, wish.voters);
  const [author = agent, ...others] = asking;
  const then = at(ctx, daysAgo);
  const { post } = await createPost(then, { workspaceId, title, description, type, author, place: null });
  for (const voter of others) {
    if (voter) await castVote(then, { workspaceId, postId: post.id, voter, value: 1, place: null });
  }
  const later = at(ctx, daysAgo / 2);
  if (status !== "open")
    await changePostStatus(later, { workspaceId, postId: post.id, status, comment, by: agent });
  if (note !== undefined) await addPostNote(later, { workspaceId, postId: post.id, note, by: agent });
  return post.id;
}
