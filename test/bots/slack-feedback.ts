import { createPost, listPosts } from "@firstline/core";
import type { PostSummary } from "@firstline/core";
import type { SlackWorld } from "./slack-world.ts";

export type Who = "ada" | "bea" | "carl";

/** What the person gets to see of `/feedback ...`. */
export async function ask(
  world: SlackWorld,
  who: Who,
  text: string,
  channel = world.support,
): Promise<string> {
  return JSON.stringify((await askFor(world, who, text, channel)).blocks ?? []);
}

export async function askFor(world: SlackWorld, who: Who, text: string, channel = world.support) {
  const { slack, people } = world;
  const before = slack.ephemerals(people[who]).length;
  await slack.slash(people[who], channel, "/feedback", text);
  return slack.waitFor(() => slack.ephemerals(people[who])[before]);
}

/** Presses a button that only this person sees, or one under a message, and answers the sentence they get. */
export async function press(world: SlackWorld, who: Who, ts: string, action: string): Promise<string> {
  const { slack, people } = world;
  const before = slack.ephemerals(people[who]).length;
  await slack.click(people[who], world.support, ts, action);
  const answer = await slack.waitFor(() => slack.ephemerals(people[who])[before]);
  return answer.text;
}

export async function openForm(world: SlackWorld, who: Who, text = "new"): Promise<string> {
  const { slack, people } = world;
  const before = slack.views().length;
  await slack.slash(people[who], world.support, "/feedback", text);
  await slack.waitFor(() => slack.views().length > before);
  return slack.views().at(-1)?.id ?? "";
}

/** Presses Send, and again when asked to: on a busy machine the first press may take too long. */
export async function send(
  world: SlackWorld,
  view: string,
  values: Parameters<SlackWorld["slack"]["submitView"]>[1],
) {
  for (;;) {
    const result = await world.slack.submitView(view, values);
    const isSlow = JSON.stringify([result.errors, result.view?.view]).includes("send it again");
    if (!isSlow) return result;
  }
}

export const shown = (world: SlackWorld, viewId: string): string =>
  JSON.stringify(world.slack.views().find(({ id }) => id === viewId)?.view ?? null);

export const DARK = {
  title: "Dark mode",
  type: "feature_request",
  description: "The white screen hurts at night.",
};

export async function aPost(
  world: SlackWorld,
  title = DARK.title,
  description = DARK.description,
): Promise<PostSummary> {
  const author = { platform: "slack", externalId: world.people.carl, name: "Carl" } as const;
  const { workspaceId } = world;
  return (await createPost(world.ctx, { workspaceId, title, description, author, place: null })).post;
}

export const allPosts = async (world: SlackWorld): Promise<PostSummary[]> =>
  (await listPosts(world.ctx, { workspaceId: world.workspaceId, order: "new" })).posts;
