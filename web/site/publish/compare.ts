import { setImmediate } from "node:timers/promises";
import type { Manifest } from "./manifest.ts";
import { fileOf, shortHash } from "./place.ts";
import type { Planned, SitePlan } from "./plan.ts";

export type Change = { path: string; file: string; signature: string };

/** How what is planned differs from what stands there. */
export type Difference = {
  changed: Change[];
  /** Files that are to go. */
  gone: string[];
  /** Files that the plan knows. */
  total: number;
};

/** Others get their turn after so many pages. */
const AT_ONCE = 100;

/**
 * Compares what each page would be made of with what the present one was made of, so that whatever makes a page different,
 * also at the other end of the site, is never missed. Ten thousand articles take less than half a second.
 */
export async function compare(
  plan: SitePlan,
  manifest: Pick<Manifest, "files" | "templates">,
): Promise<Difference> {
  const changed: Change[] = [];
  const planned = new Set<string>();
  let seen = 0;
  for (const [path, think] of plan.pages) {
    seen += 1;
    if (seen % AT_ONCE === 0) await setImmediate();
    const page = think();
    const file = fileOf(path, kindOf(page));
    if (file === null) continue;
    planned.add(file);
    if (page.kind === "hold") continue;
    const signature = signatureOf(page, manifest.templates);
    if (manifest.files[file] !== signature) changed.push({ path, file, signature });
  }
  const gone = Object.keys(manifest.files).filter((file) => !planned.has(file));
  return { changed, gone, total: planned.size };
}

/** Only pages' files have another name than their address; what cannot be made yet is always a page. */
const kindOf = (planned: Planned): "page" | "file" =>
  planned.kind === "page" || planned.kind === "hold" ? "page" : "file";

function signatureOf(planned: Planned, templates: string): string {
  if (planned.kind !== "page") return shortHash(JSON.stringify(planned));
  const { view, body } = planned;
  const { frame, head, content } = view;
  const side = content.kind === "article" ? content.category : null;
  const own = JSON.stringify([head, side === null ? content : { ...content, category: null }, body]);
  return shortHash([templates, sharedSignature(frame), side && sharedSignature(side), own].join("\n"));
}

const shared = new WeakMap<object, string>();

/** Of what many pages show: hashed once. Nothing of a plan is changed after it is made. */
function sharedSignature(part: object): string {
  const known = shared.get(part);
  if (known !== undefined) return known;
  const signature = shortHash(JSON.stringify(part));
  shared.set(part, signature);
  return signature;
}
