import { expect, test } from "vitest";
import type { AnswerDraft, KnowledgeChunk } from "../../ports.ts";
import { composeAnswer } from "./compose.ts";

let nextId = 1;
function aChunk(title: string, text: string, more: Partial<KnowledgeChunk> = {}): KnowledgeChunk {
  const id = nextId++;
  return { chunkId: id, articleId: id, title, headingPath: [], url: null, text, ...more };
}

const answer = (question: string, ...chunks: KnowledgeChunk[]): string => draft(question, ...chunks).markdown;
const draft = (question: string, ...chunks: KnowledgeChunk[]): AnswerDraft =>
  composeAnswer({ question, chunks });

const other = aChunk("Plans and prices", "Each plan is billed monthly.");

test("numbered steps come whole and in order, with the sentence before them", () => {
  const steps = Array.from({ length: 9 }, (_, i) => `${i + 1}. Take the step with the number ${i + 1}.`);
  const text = `Create an app and put its tokens into the settings.\n\n${steps.join("\n")}\n\n## Limits\n\nSlack allows one app.`;

  const markdown = answer("How do I connect Slack?", aChunk("How do I connect Slack?", text), other);

  expect(markdown).toBe(`Create an app and put its tokens into the settings.\n\n${steps.join("\n")}`);
});

test("an answer stays under the heading that the question is about", () => {
  const text =
    "Open the console at /console.\n\n## Where is the console token?\n\nThe file data/token holds it. Every start prints it too.\n\n## Limits\n\nThe console shows 50 tickets.";

  const markdown = answer("Where do I find the console token?", aChunk("Use the console", text), other);

  expect(markdown).toBe("The file data/token holds it. Every start prints it too.");
});

test("a short line of plain text before a paragraph counts as its heading and is not repeated", () => {
  const text =
    "Keystores\n\nTwo kinds of keystores exist. One of them lives in memory.\n\nBilling\n\nKeystores are billed by the hour.";

  const markdown = answer("What keystores are there?", aChunk("Keys", text), other);

  expect(markdown).toBe("Two kinds of keystores exist. One of them lives in memory.");
});

test("who asks how is told what to do rather than what to mind", () => {
  const text =
    "> [!NOTE]\n> Rotating a key needs the owner role. Only owners see the button.\n\nTo rotate a key, open the settings and press **Rotate**.";

  expect(answer("how do I rotate a key", aChunk("API keys", text), other)).toBe(
    "To rotate a key, open the settings and press **Rotate**.",
  );
});

test("a sentence that leans on the one before never opens an answer", () => {
  const text = "The export writes one file a day. It contains the audit trail of all tickets.";

  expect(answer("What contains the audit trail?", aChunk("Exports", text), other)).toBe(text);
});

test("a mistyped word counts as the one that the passages have", () => {
  const text = "Open Settings and choose Export to download your data as a file.";

  expect(answer("hwo do i exprot my dta", aChunk("Export data", text), other)).toBe(text);
});

test("an answer never ends in words that announce what is cut off", () => {
  const text = "The bot needs two settings for Slack. Four lines are enough:";

  const markdown = answer("Which settings does the bot need?", aChunk("Settings", text), other);

  expect(markdown).toBe("The bot needs two settings for Slack.");
});

test("code comes whole, with what announces it", () => {
  const code = "```sh\nexport A=1\n\nexport B=2\n```";
  const text = `Restart when you are done. Set both variables:\n\n${code}`;

  const markdown = answer("Which variables do I set?", aChunk("Variables", text), other);

  expect(markdown).toContain(`Set both variables:\n\n${code}`);
});

test("of a long list only the item that answers is taken, with its lead-in", () => {
  const errors = ["401", "403", "404", "409", "413"].map(
    (status) =>
      `- "${status}": this answer of the server has its own reason, which a person has to read about at length.`,
  );
  const text = `These statuses are used:\n\n${errors.join("\n")}`;

  const markdown = answer("I get status 413", aChunk("Errors", text), other);

  expect(markdown).toBe(`These statuses are used:\n\n${errors[4]}`);
});

test("of a long table the rows that answer are taken, under its head", () => {
  const head = "| Variable | Meaning |\n| --- | --- |";
  const rows = ["HOST", "PORT", "LOG_LEVEL", "PUBLIC_URL", "DATA_DIR"].map(
    (name) =>
      `| ${name} | a setting of the server which is read once at the start and needs a restart after each change |`,
  );

  const markdown = answer("LOG_LEVEL", aChunk("All variables", `${head}\n${rows.join("\n")}`), other);

  expect(markdown).toBe(`${head}\n${rows[2]}`);
});

test("'Yes' and 'No' only answer the question that they were written for", () => {
  const text = "## Do I need an API key?\n\nNo, Acme works without any API key. It runs offline as well.";
  const chunk = aChunk("What Acme needs", text);

  expect(answer("Do I need an API key?", chunk, other)).toMatch(/^No, Acme/);
  expect(answer("How does Acme run offline?", chunk, other)).toMatch(/^Acme works/);
});

test("a table of contents is no answer", () => {
  const contents = aChunk(
    "Updates",
    "- Updating the master\n- Updating worker nodes\n- Updating the console\n- Updating plans\n- Updating rules\n- Updating users",
  );
  const text = "To update worker nodes, drain each of them and run the update command.";

  expect(answer("update worker nodes", contents, aChunk("Nodes", text))).toBe(text);
});

test("the search's order decides between articles that say the same", () => {
  const text = "To reset the password, open the settings and choose a new password.";
  const first = aChunk("Passwords", text);
  const second = aChunk("Resetting passwords", text);

  expect(draft("How do I reset the password?", first, second).citedChunkIds).toEqual([first.chunkId]);
});

test("another part of the same article is added when it says what the first leaves open", () => {
  const parts =
    "## Backup\n\nTo make a backup, copy the folder while the program is stopped.\n\n## Encryption\n\nTo encrypt archives, set a passphrase first.";

  const markdown = answer("make a backup and encrypt archives", aChunk("Data", parts), other);

  expect(markdown).toBe(
    "To encrypt archives, set a passphrase first.\n\nTo make a backup, copy the folder while the program is stopped.",
  );
});

test("two readings are only asked about when their titles say equally much of a short question", () => {
  const text = "To connect a workspace, install the app and invite it.";
  const slack = aChunk("How do I connect Slack?", text);
  const discord = aChunk('"Connect Discord"', text);
  const long = aChunk("Connect", text);

  expect(draft("How do I connect?", slack, discord).clarifyingQuestion).toBe(
    'Which of these do you mean: "How do I connect Slack" or "Connect Discord"?',
  );
  expect(draft("How do I connect?", slack, discord).readings).toEqual([
    "How do I connect Slack",
    "Connect Discord",
  ]);
  expect(draft("How do I connect Slack?", slack, discord).clarifyingQuestion).toBeNull();
  expect(draft("How do I connect?", long, aChunk("Workspaces", text)).clarifyingQuestion).toBeNull();
});

test("a question of 40,000 characters and passages of nothing but headings are survived", () => {
  const flood = "How do I reset the password? ".repeat(1_400);
  const empty = aChunk("Contents", "## One\n\n## Two");

  expect(draft(flood, empty, other).citedChunkIds).toEqual([]);
});

test("a question is answered by the word forms of its language, or of the passages where it is too short to have one", () => {
  const invoices = aChunk(
    "Rechnungen",
    "Alle Rechnungen findest du in den Einstellungen. Klicke dort auf den Pfeil.",
  );
  const account = aChunk("Konto", "Dein Konto kannst du jederzeit kündigen, wenn du es nicht mehr brauchst.");

  expect(answer("Wo sehe ich meine Rechnung?", invoices, account)).toContain("Alle Rechnungen");
  expect(answer("Rechnung?", invoices, account)).toContain("Alle Rechnungen");
});
