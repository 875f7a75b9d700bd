import type { Db } from "@firstline/db";
import type { Ticket } from "../tickets/load.ts";
import { getSettings } from "../workspaces/settings.ts";
import { wordsFor } from "./words.ts";
import type { Words } from "./words.ts";

/** The words for the asker of a ticket: in the language of what was first asked. */
export async function wordsOf(
  db: Db,
  { workspaceId, description }: Pick<Ticket, "workspaceId" | "description">,
): Promise<Words> {
  const { site } = await getSettings({ db }, workspaceId);
  return wordsFor(description, site.locales);
}
