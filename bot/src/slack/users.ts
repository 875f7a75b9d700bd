import type { Log, PersonIdentity } from "@firstline/core";
import type { WebClient } from "@slack/web-api";
import { webAddress } from "./mrkdwn.ts";

export type Directory = {
  /** How Slack names a person; without a name while Slack does not tell. Never fails. */
  find(userId: string): Promise<PersonIdentity>;
  /** The name if it is known already. */
  knownName(userId: string): string | null;
};

type Entry = { identity: PersonIdentity; freshUntil: number };

const MAX_PEOPLE = 2000;
const FRESH_MS = 10 * 60_000;
/** After a failure Slack is asked again a little later, not with every message. */
const FAILED_MS = 30_000;
/** An event must be acknowledged within three seconds; a name is not worth missing that. */
const PATIENCE_MS = 1200;

/** Remembers names of people, so that a message costs no call to Slack. */
export function createDirectory(client: WebClient, log: Log, now: () => Date): Directory {
  const people = new Map<string, Entry>();
  const asking = new Map<string, Promise<PersonIdentity>>();

  const keep = (userId: string, identity: PersonIdentity, forMs: number): void => {
    people.delete(userId);
    people.set(userId, { identity, freshUntil: now().getTime() + forMs });
    const oldest = people.size > MAX_PEOPLE ? people.keys().next().value : undefined;
    if (oldest !== undefined) people.delete(oldest);
  };

  const ask = async (userId: string): Promise<PersonIdentity> => {
    try {
      const identity = await readIdentity(client, userId);
      keep(userId, identity, FRESH_MS);
      return identity;
    } catch (error) {
      log.warn({ platform: "slack", userId, error }, "Slack did not tell a person's name");
      const last = people.get(userId)?.identity ?? nameless(userId);
      keep(userId, last, FAILED_MS);
      return last;
    } finally {
      asking.delete(userId);
    }
  };

  return {
    knownName: (userId) => people.get(userId)?.identity.name || null,
    async find(userId) {
      const known = people.get(userId);
      if (known && known.freshUntil > now().getTime()) return known.identity;
      const answer = asking.get(userId) ?? ask(userId);
      asking.set(userId, answer);
      return firstOf(answer, known?.identity ?? nameless(userId));
    },
  };
}

/** Core keeps the name that it knows when the platform gives none. */
function nameless(userId: string): PersonIdentity {
  return { platform: "slack", externalId: userId, name: "" };
}

async function firstOf(answer: Promise<PersonIdentity>, otherwise: PersonIdentity): Promise<PersonIdentity> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<PersonIdentity>((resolve) => {
    timer = setTimeout(() => resolve(otherwise), PATIENCE_MS);
  });
  try {
    return await Promise.race([answer, patience]);
  } finally {
    clearTimeout(timer);
  }
}

async function readIdentity(client: WebClient, userId: string): Promise<PersonIdentity> {
  const { user } = await client.users.info({ user: userId });
  const profile = user?.profile;
  return {
    platform: "slack",
    externalId: userId,
    name: profile?.display_name || profile?.real_name || user?.real_name || user?.name || "",
    email: profile?.email ?? null,
    avatarUrl: webAddress(profile?.image_192 ?? profile?.image_72 ?? null),
  };
}
