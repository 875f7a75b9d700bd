import { STATUS_NAMES } from "@firstline/core";
import type { APIApplicationCommandStringOption, APIApplicationCommandSubcommandOption } from "discord.js";
import { ApplicationCommandOptionType } from "discord.js";
import { LIMITS } from "./limits.ts";

const STATUSES = Object.entries(STATUS_NAMES).map(([value, name]) => ({ name, value }));

/** The post that is meant: chosen from what is offered while one types, or typed as a number or in words. */
const post = (description: string, name = "post"): APIApplicationCommandStringOption => ({
  type: ApplicationCommandOptionType.String,
  name,
  description,
  required: true,
  autocomplete: true,
});

const words = (
  name: string,
  description: string,
  more: { required?: boolean; max_length?: number } = {},
): APIApplicationCommandStringOption => ({
  type: ApplicationCommandOptionType.String,
  name,
  description,
  ...more,
});

const status = (description: string, required: boolean): APIApplicationCommandStringOption => ({
  type: ApplicationCommandOptionType.String,
  name: "status",
  description,
  required,
  choices: STATUSES,
});

const subcommand = (
  name: string,
  description: string,
  options: APIApplicationCommandStringOption[] = [],
): APIApplicationCommandSubcommandOption => ({
  type: ApplicationCommandOptionType.Subcommand,
  name,
  description,
  ...(options.length > 0 ? { options } : {}),
});

/** What `/feedback` offers. Options stand in the order in which they are typed in Slack, which `toCommandText` relies on. */
export const FEEDBACK_SUBCOMMANDS = [
  subcommand("new", "Ask for something; what others ask for already is shown first", [
    words("title", "What you miss, in a few words", { max_length: LIMITS.modal.postTitle }),
  ]),
  subcommand("list", "What is wanted most", [status("Only posts of this status", false)]),
  subcommand("search", "Look for posts", [words("words", "What it is about", { required: true })]),
  subcommand("vote", "Vote for a post", [post("Its number, or some of its words")]),
  subcommand("unvote", "Take your vote back", [post("Its number, or some of its words")]),
  subcommand("mine", "What you have posted and voted for"),
  subcommand("link", "Be one person here, on the website and on other chats", [
    words("code", "A code that you were given elsewhere; leave it out to get one here", { max_length: 20 }),
  ]),
  subcommand("opt-out", "Take your posts off public pages, and hear no more news of posts"),
  subcommand("opt-in", "Let your posts be public again, and hear what comes of your votes"),
  subcommand("help", "How to ask and vote"),
  subcommand("status", "For agents, in their channel: say how far a post is", [
    post("Its number"),
    status("Its new status", true),
    words("comment", "Told to everybody who voted", { max_length: 1000 }),
  ]),
  subcommand("merge", "For agents, in their channel: let one post stand for two", [
    post("The post that goes into the other one"),
    post("The post that stands for both", "into"),
  ]),
];
