import { ForbiddenError } from "../errors.ts";
import type { Person } from "../workspaces/people.ts";
import type { Ticket } from "./load.ts";

export function isAgent(person: Person): boolean {
  return person.role !== "member";
}

/** Buttons under an answer are seen by everybody; only the asker and agents may use them. */
export function requireAskerOrAgent(ticket: Ticket, person: Person): void {
  if (ticket.askerId === person.id || isAgent(person)) return;
  throw new ForbiddenError("Only the person who asked, or an agent, can do this.");
}

export function requireAgent(person: Person): void {
  if (!isAgent(person)) throw new ForbiddenError("Only agents can do this.");
}
