/** The operator's measuring stick. A package export of its own, so that only commands that measure load it. */
export * from "./metrics.ts";
