import type { ArticleRenderer, Ctx } from "@firstline/core";
import type { Templates } from "../templates.ts";

/** What publishing works with: built once for a process. */
export type Site = {
  ctx: Pick<Ctx, "db" | "embedder" | "log" | "now">;
  workspaceId: number;
  /** Address that the site is read at, without a slash at its end. */
  baseUrl: string;
  /** Folder that it is written to. */
  dir: string;
  /** Milliseconds for which pages that have no file are made of the same state of the database. */
  planKeptMs: number;
  /** Loaded when they are first needed: compiling them takes some seconds. */
  templates: () => Promise<Templates>;
  articles: ArticleRenderer;
  /** HTML, sanitised, of a post's description and of a changelog entry. */
  renderPost(markdown: string): string;
  renderEntry(markdown: string): string;
};
