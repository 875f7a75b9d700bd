import { sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";

/**
 * When each ticket of a workspace was last handed over, as a table to join. One pass: to look a ticket's escalations up
 * one by one takes minutes where there are many.
 */
export const lastEscalations = (workspaceId: number): SQL => sql`(
  select ticket_id, max(created_at) as last_at from escalations
  where workspace_id = ${workspaceId} group by ticket_id)`;
