import { type Json, toText, walk } from "./json.ts";
import type { Notification } from "./types.ts";

type Ping = Pick<Notification, "kind" | "target">;

const BROADCAST = /<!(channel|here|everyone)(?:\|[^>]*)?>/g;
const USER = /<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/g;
const USERGROUP = /<!subteam\^(S[A-Z0-9]+)(?:\|[^>]*)?>/g;

/** Everybody a message would ping: from its text and from every mrkdwn, Markdown and rich text inside its blocks. */
export function findPings(text: string, parts: readonly Json[], linksNames: boolean): Ping[] {
  const pings = pingsOfText(text);
  if (linksNames) {
    for (const match of text.matchAll(/(?<![\w<!])@(channel|here|everyone)\b/g))
      pings.push(broadcast(match[1]));
  }
  walk(parts, "", (node) => pings.push(...pingsOfNode(node)));
  return pings;
}

function pingsOfNode(node: Json): Ping[] {
  if (node["type"] === "mrkdwn" || node["type"] === "markdown")
    return pingsOfText(toText(node["text"]) ?? "");
  if (node["type"] === "broadcast") return [broadcast(toText(node["range"]))];
  if (node["type"] === "user") return [{ kind: "user", ...target(node["user_id"]) }];
  if (node["type"] === "usergroup") return [{ kind: "usergroup", ...target(node["usergroup_id"]) }];
  // A legacy attachment has no type; its texts are mrkdwn.
  if (node["type"] !== undefined) return [];
  return ["pretext", "text", "fallback"].flatMap((field) => pingsOfText(toText(node[field]) ?? ""));
}

function pingsOfText(text: string): Ping[] {
  return [
    ...[...text.matchAll(BROADCAST)].map((match) => broadcast(match[1])),
    ...[...text.matchAll(USER)].map((match): Ping => ({ kind: "user", ...target(match[1]) })),
    ...[...text.matchAll(USERGROUP)].map((match): Ping => ({ kind: "usergroup", ...target(match[1]) })),
  ];
}

function broadcast(range: string | undefined): Ping {
  if (range === "here" || range === "everyone") return { kind: range };
  return { kind: "channel" };
}

function target(value: unknown): { target?: string } {
  return typeof value === "string" ? { target: value } : {};
}
