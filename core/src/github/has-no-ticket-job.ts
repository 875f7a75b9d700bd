import { sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import { hasNoJob } from "../jobs.ts";

/** Of "describe_bug:12", and of "describe_bug:again:" with the payload of a job that GitHub asked to wait. */
const ticketOfKey = sql`substring(j.key from '(?:^[a-z_]+:|"ticketId":)([0-9]+)')`;

/** Of a query: no job of this name waits or runs for the ticket. By equalities, so that the queue is read once for all. */
export function hasNoTicketJob(name: SQL, ticketId: AnyPgColumn): SQL {
  return hasNoJob(sql`j.task_identifier = ${name} and ${ticketOfKey} = ${ticketId}::text`);
}
