import type { Db } from "@firstline/db";
import type { Platform } from "../ports.ts";
import { holdPerson, lockIdentity, rememberPerson } from "../workspaces/people.ts";
import type { Person, PersonIdentity } from "../workspaces/people.ts";

/** Who posts or votes: somebody as a platform names them, or a person that is known already. */
export type Voter = PersonIdentity | { personId: number };

/**
 * Where somebody votes, and hears what comes of it: a thread, or with `threadId` null a channel of direct messages. Null:
 * neither; news then goes to the person directly.
 */
export type VotePlace = { platform: Platform; channelId: string; threadId: string | null } | null;

/**
 * The person behind a voter, made on first sight; until the transaction ends nobody joins them to somebody else. Call it
 * before anything is locked. Throws `NotFoundError` for an unknown id.
 */
export async function rememberVoter(tx: Db, workspaceId: number, voter: Voter): Promise<Person> {
  if ("personId" in voter) return holdPerson(tx, workspaceId, voter.personId);
  await lockIdentity(tx, workspaceId, voter);
  return rememberPerson(tx, workspaceId, voter);
}
