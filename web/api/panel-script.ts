import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

/** The help panel's one file. */
export type PanelScript = { code: string; etag: string; gzip: Uint8Array<ArrayBuffer> };

const ENTRY = fileURLToPath(new URL("../panel/element.ts", import.meta.url));

let bundled: Promise<PanelScript> | null = null;

/** The panel's modules as one classic script without dependencies; made once in the life of the process. */
export function panelScript(): Promise<PanelScript> {
  bundled ??= bundle().catch((error: unknown) => {
    bundled = null;
    throw error;
  });
  return bundled;
}

async function bundle(): Promise<PanelScript> {
  const made = await rolldown({ input: ENTRY, platform: "browser", plugins: [styles()] });
  const { output } = await made.generate({ format: "iife", name: "firstlinePanel", minify: true });
  await made.close();
  const { code } = output[0];
  const etag = createHash("sha256").update(code).digest("base64url").slice(0, 16);
  return { code, etag, gzip: new Uint8Array(gzipSync(code, { level: 9 })) };
}

/** A style sheet is a text to its importer. */
function styles() {
  return {
    name: "styles",
    load: {
      filter: { id: /\.css$/ },
      async handler(id: string) {
        const css = await readFile(id, "utf8");
        return { code: `export default ${JSON.stringify(withoutSpace(css))}`, moduleType: "js" as const };
      },
    },
  };
}

function withoutSpace(css: string): string {
  return css
    .replace(/\/\*[\s\S]*?\*\//gu, "")
    .replace(/\s+/gu, " ")
    .replace(/ ?([{};,]) ?/gu, "$1")
    .replace(/: /gu, ":")
    .replaceAll(";}", "}");
}
