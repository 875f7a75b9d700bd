import { listEscalations, listFiles, listPeople, readCodeView, readTicket } from "@firstline/core";
import type {
  CodeView,
  Escalation,
  MessageInTicket,
  PersonInList,
  Ticket,
  TicketEvent,
} from "@firstline/core";
import type { Web } from "../context.ts";

/** Everything the console shows of a ticket. */
export type TicketView = {
  ticket: Ticket;
  messages: MessageInTicket[];
  events: TicketEvent[];
  escalations: Escalation[];
  code: CodeView;
  files: Awaited<ReturnType<typeof listFiles>>;
  /** Everybody who is named on the page, by id. */
  people: Map<number, PersonInList>;
  now: Date;
};

export async function loadTicket(web: Web, ticketId: number): Promise<TicketView> {
  const workspaceId = web.workspace.id;
  const { ticket, messages, events } = await readTicket(web.ctx, { workspaceId, ticketId });
  const escalations = await listEscalations(web.ctx, { workspaceId, ticketId });
  const ids = [
    ticket.askerId,
    ticket.assigneeId,
    ...events.flatMap((event) => [event.actorId, ...assigneesIn(event)]),
    ...escalations.map((escalation) => escalation.assignedToId),
  ].flatMap((id) => id ?? []);
  const people = await listPeople(web.ctx, { workspaceId, ids: [...new Set(ids)] });
  return {
    ticket,
    messages,
    events,
    escalations,
    files: await listFiles(web.ctx.db, { workspaceId, ticketId }),
    code: await readCodeView(web.ctx, { workspaceId, ticketId }),
    people: new Map(people.map((person) => [person.id, person])),
    now: web.ctx.now(),
  };
}

/** The audit log names assignees by id. */
function assigneesIn(event: TicketEvent): number[] {
  if (event.field !== "assignee") return [];
  return [event.oldValue, event.newValue].map(Number).filter((id) => Number.isSafeInteger(id) && id > 0);
}

export function openEscalationOf(view: TicketView): Escalation | null {
  return view.escalations.find((escalation) => !escalation.resolved) ?? null;
}

export function nameOf(view: TicketView, personId: number | null): string | null {
  return personId === null ? null : (view.people.get(personId)?.name ?? null);
}
