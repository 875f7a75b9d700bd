import { importRevenueCsv } from "@firstline/core";
import { z } from "@hono/zod-openapi";
import { StatusError } from "../../http/errors.ts";
import { defineRoute } from "../route.ts";
import type { ApiRoute } from "../route.ts";
import { answer } from "../schemas.ts";

const Table = z.string().openapi({
  example: "name,domain,mrr,external_id\nAcme,acme.example,490,c_17\n",
});

const Report = z
  .object({
    added: z.int(),
    updated: z.int(),
    matched: z
      .int()
      .openapi({ description: "People who were given a company by the domain of their address." }),
    problems: z.array(z.object({ line: z.int(), message: z.string() })),
  })
  .openapi("RevenueReport");

/** Revenue as a table, which is what most billing systems can write. */
export const companyImportRoute: ApiRoute = defineRoute({
  method: "post",
  path: "/companies/import",
  operationId: "importCompanies",
  summary: "Set the revenue of many companies",
  description:
    "A table with the columns `name`, `domain`, `mrr` (US dollars a month) and `external_id`; one of `domain` and `external_id` will do. A broken row keeps no other out.",
  tag: "People",
  scope: "people:write",
  request: { body: { content: { "text/csv": { schema: Table } }, required: true } },
  responses: { 200: answer(Report, "What became of the rows.") },
  async run({ c, web, workspaceId }) {
    if (!/^text\/csv\b/iu.test(c.req.header("content-type") ?? "")) {
      throw new StatusError(415, "unsupported_media_type", "Send a table (text/csv).");
    }
    const csv = (await c.req.text()).toWellFormed();
    return importRevenueCsv(web.ctx, { workspaceId, csv });
  },
});
