import { isClosed, listMyPosts, listPosts, searchPosts } from "@firstline/core";
import type { PostSummary } from "@firstline/core";
import type { AutocompleteInteraction } from "discord.js";
import type { Bot } from "../bot.ts";
import { LIMITS } from "../limits.ts";
import { cutLine } from "../markdown.ts";
import { whereAsked } from "./where-asked.ts";

/** Posts to choose from while somebody types one. Without any the typed words still count. */
export async function offerPosts(bot: Bot, interaction: AutocompleteInteraction): Promise<void> {
  const posts = await findPosts(bot, interaction).catch((error: unknown) => {
    bot.ctx.log.warn({ interactionId: interaction.id, error }, "posts were not offered");
    return [];
  });
  const choices = posts.slice(0, LIMITS.choices).map((post) => ({
    name: cutLine(`#${post.id} ${post.title}`, LIMITS.choiceName),
    value: String(post.id),
  }));
  try {
    await interaction.respond(choices);
  } catch (error) {
    bot.ctx.log.info({ interactionId: interaction.id, error }, "posts were offered too late");
  }
}

/** Before a word is typed: one's own votes to take back, else what is wanted most and can be voted for. */
async function findPosts(bot: Bot, interaction: AutocompleteInteraction): Promise<PostSummary[]> {
  const { workspace, by } = await whereAsked(bot, interaction);
  const workspaceId = workspace.id;
  const typed = interaction.options.getFocused().trim();
  const limit = LIMITS.choices;
  if (typed !== "") return searchPosts(bot.ctx, { workspaceId, query: typed, limit });
  const what = interaction.options.getSubcommand(false);
  if (what === "unvote") {
    const mine = await listMyPosts(bot.ctx, { workspaceId, voter: by, limit });
    return mine.filter(({ myVote }) => myVote !== null);
  }
  const { posts } = await listPosts(bot.ctx, { workspaceId, order: "top", limit });
  return what === "vote" ? posts.filter(({ status }) => !isClosed(status)) : posts;
}
