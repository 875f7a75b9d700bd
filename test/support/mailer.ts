import type { Models } from "../standins/models/index.ts";

/** A small repository with a real bug: an address without angle brackets crashes it. */
export const MAILER: Record<string, string> = {
  "README.md": "# Mailer\n\nSends letters to addresses.\n",
  "package.json": `${JSON.stringify({ name: "mailer", version: "1.4.1", type: "module" }, null, 2)}\n`,
  "src/address.js": `/** Takes "Ann <ann@example.com>" apart. */
export function parseAddress(text) {
  const [name, rest] = text.split("<");
  return { name: name.trim(), mail: rest.replace(">", "").trim() };
}
`,
  "src/send.js": `import { parseAddress } from "./address.js";

export function send(to, letter) {
  const { mail } = parseAddress(to);
  return \`\${mail}: \${letter}\`;
}
`,
  "test/address.test.js": `import assert from "node:assert/strict";
import test from "node:test";
import { parseAddress } from "../src/address.js";

test("an address with a name", () => {
  assert.deepEqual(parseAddress("Ann <ann@example.com>"), { name: "Ann", mail: "ann@example.com" });
});
`,
  ".github/workflows/ci.yml": "on: push\njobs: {}\n",
};

/** What a member of the community writes about it. */
export const MAILER_BUG = `Bug: sending to a plain address crashes the mailer

Steps to reproduce:
1. Call send("ann@example.com", "Hi")
2. Watch it crash

Expected: the letter is sent to ann@example.com
Actual: the mailer crashes with this error:

\`\`\`
TypeError: Cannot read properties of undefined (reading 'replace')
    at parseAddress (src/address.js:4:37)
    at send (src/send.js:4:20)
\`\`\`

Version: mailer 1.4.1, Node 24.1, Ubuntu 24.04`;

const NEW_TEST = `import assert from "node:assert/strict";
import test from "node:test";
import { parseAddress } from "../src/address.js";

test("an address without a name", () => {
  assert.deepEqual(parseAddress("ann@example.com"), { name: "", mail: "ann@example.com" });
});
`;

/** The conversation in which a model finds the bug, shows it by a test and mends it. */
export function playMailerFix(models: Models): void {
  models.converse([
    { text: "Let me look around.", calls: [{ name: "list_files", input: {} }] },
    { after: /src\/address\.js/u, calls: [{ name: "read_file", input: { path: "src/address.js" } }] },
    {
      after: /rest\.replace/u,
      calls: [{ name: "write_file", input: { path: "test/plain-address.test.js", contents: NEW_TEST } }],
    },
    { after: /Stored/u, calls: [{ name: "run_tests", input: {} }] },
    {
      after: /failed in/u,
      text: "The new test shows the crash.",
      calls: [
        {
          name: "edit_file",
          input: {
            path: "src/address.js",
            old: '  const [name, rest] = text.split("<");\n  return { name: name.trim(), mail: rest.replace(">", "").trim() };',
            new: '  const [name, rest] = text.includes("<") ? text.split("<") : ["", text];\n  return { name: name.trim(), mail: rest.replace(">", "").trim() };',
          },
        },
      ],
    },
    { after: /Stored/u, calls: [{ name: "run_tests", input: {} }] },
    {
      after: /passed in/u,
      calls: [
        {
          name: "finish",
          input: {
            cause: "parseAddress takes the part after an angle bracket, and a plain address has none.",
            summary: "A text without an angle bracket is the address itself.",
            confidence: 0.95,
            limits: ["Addresses with several brackets were not looked at."],
          },
        },
      ],
    },
  ]);
}
