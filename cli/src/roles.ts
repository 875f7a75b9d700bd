/** What one process can do; `all` is everything in one. */
export const ROLES = ["all", "bot", "worker", "web"] as const;
export type Role = (typeof ROLES)[number];
