import { schema } from "@firstline/db";
import { sql } from "drizzle-orm";

const { attachments: a, ticketMessages: m } = schema;

/** True for a file whose message was deleted: nobody is given it any more, and it is swept away. */
export const isOfDeletedMessage = sql`exists (
  select 1 from ${m} where ${m.id} = ${a.ticketMessageId} and ${m.deletedAt} is not null)`;
