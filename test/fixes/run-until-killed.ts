/** Runs a command in a workbench: node run-until-killed.ts PLACE REPOSITORY COMMAND. Started by a test that kills it. */
import { createWorkbench } from "@firstline/core/adapters";
import { LIMITS } from "./workbench.ts";

const [place = "", url = "", command = ""] = process.argv.slice(2);
const workbench = createWorkbench({ readPaths: [], log: { warn: () => {} }, place });
const { signal } = new AbortController();
const checkout = await workbench.checkOut({ url, authorization: null, branch: "main", signal });
await checkout.run(command, new Map(), { ...LIMITS, seconds: 600 });
