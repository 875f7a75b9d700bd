import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "astro";
import type { AstroIntegration } from "astro";

/** Makes `server/entry.mjs` with a function that renders a page, and `client` with what pages load. */
async function compile(outDir: string): Promise<void> {
  await build({
    configFile: false,
    root: fileURLToPath(new URL("..", import.meta.url)),
    outDir,
    cacheDir: resolve(outDir, "cache"),
    publicDir: resolve(outDir, "none"),
    output: "server",
    adapter: adapter(),
    logLevel: "warn",
    compressHTML: true,
    devToolbar: { enabled: false },
    build: { assets: "_site", inlineStylesheets: "never", serverEntry: "entry.mjs" },
    image: { service: { entrypoint: "astro/assets/services/noop" } },
    session: undefined,
    vite: {
      // A strict policy lets no script and no style stand in a page.
      build: { assetsInlineLimit: 0, modulePreload: false, emptyOutDir: false },
      // The compiled templates stand alone: where they are kept, no package can be found.
      ssr: { noExternal: true },
    },
  });
}

function adapter(): AstroIntegration {
  return {
    name: "firstline-templates",
    hooks: {
      "astro:config:done": ({ setAdapter }) => {
        setAdapter({
          name: "firstline-templates",
          entrypointResolution: "auto",
          serverEntrypoint: new URL("entry.ts", import.meta.url),
          supportedAstroFeatures: { serverOutput: "stable" },
        });
      },
    },
  };
}

const [outDir] = process.argv.slice(2);
if (outDir === undefined) throw new Error("give the folder that the compiled templates go to");
await compile(resolve(outDir));
