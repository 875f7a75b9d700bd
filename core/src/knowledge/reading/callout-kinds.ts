export type CalloutKind = "note" | "tip" | "important" | "warning" | "caution";

/** What documentation tools call their callouts, as the five kinds that there are in Markdown. */
const KINDS: Readonly<Record<string, CalloutKind>> = {
  note: "note",
  info: "note",
  abstract: "note",
  tip: "tip",
  hint: "tip",
  check: "tip",
  success: "tip",
  important: "important",
  warning: "warning",
  attention: "warning",
  caution: "caution",
  danger: "caution",
  error: "caution",
};

/** Null for what is no callout's name. */
export const calloutKind = (name: string): CalloutKind | null => {
  const key = name.toLowerCase();
  return Object.hasOwn(KINDS, key) ? (KINDS[key] ?? null) : null;
};
