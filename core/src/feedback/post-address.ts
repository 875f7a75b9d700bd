import { toSlug } from "../text/index.ts";

type Post = { id: number; title: string };

/** Path of a post's public page. */
export function postPath({ id, title }: Post): string {
  const slug = toSlug(title).replaceAll(".", "-").slice(0, 60).replace(/-+$/u, "");
  return slug === "" ? `/roadmap/${id}` : `/roadmap/${id}-${slug}`;
}

/** Address of a post's public page; null while there is no help center. */
export function postUrl(post: Post, helpCenterUrl: string | null): string | null {
  return helpCenterUrl === null ? null : `${helpCenterUrl.replace(/\/+$/u, "")}${postPath(post)}`;
}
