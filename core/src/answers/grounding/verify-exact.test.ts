import { describe, expect, test } from "vitest";
import type { AnswerDraft, KnowledgeChunk } from "../../ports.ts";
import { verifyClaims } from "./verify-claims.ts";

const passage = (chunkId: number, text: string, title = "Limits"): KnowledgeChunk => ({
  chunkId,
  articleId: chunkId,
  title,
  headingPath: [],
  url: null,
  text,
});

type Said = { statement: string; excerpt?: string; chunkId?: number };

function draftOf(said: Said[], clarifyingQuestion: string | null = null): AnswerDraft {
  const claims = said.flatMap(({ statement, excerpt, chunkId = 1 }) =>
    excerpt === undefined ? [] : [{ statement, excerpt, chunkId }],
  );
  return {
    markdown: said.map(({ statement }) => statement).join(" "),
    claims,
    citedChunkIds: [...new Set(claims.map(({ chunkId }) => chunkId))],
    selfConfidence: 0.95,
    clarifyingQuestion,
    readings: [],
    needsPerson: null,
  };
}

const standingOf = (statement: string, excerpt: string, text: string): string =>
  verifyClaims(draftOf([{ statement, excerpt }]), { chunks: [passage(1, text)], question: "What is it?" })
    .standing;

describe("a number", () => {
  const WORKER =
    "Set the timeout of the worker to 300 seconds. The server listens on port 8080 and keeps 1000 sessions.";
  const UPLOADS =
    "Uploads may be up to 25 MB, and a session of an upload ends after 15 minutes. Uploads need version 2.4.1.";

  test.each([
    ["that begins another", "Set the timeout of the worker to 30 seconds.", "Set the timeout of", WORKER],
    ["that begins a port", "The server listens on port 80.", "The server listens on port", WORKER],
    ["with its unit attached", "Uploads may be up to 900MB.", "Uploads may be up to", UPLOADS],
    ["of one digit with a unit", "Uploads may be up to 9 MB.", "Uploads may be up to", UPLOADS],
    ["of minutes", "A session of an upload ends after 90min.", "a session of an upload ends", UPLOADS],
    ["of a version", "Uploads need version v9.9.9.", "Uploads need version", UPLOADS],
    ["that cuts a version", "Uploads need version 2.4.", "Uploads need version", UPLOADS],
    ["in wide digits", "Uploads may be up to ９００ MB.", "Uploads may be up to", UPLOADS],
    ["in Arabic digits", "Uploads may be up to ٩٠٠ MB.", "Uploads may be up to", UPLOADS],
    ["cut by marks", "Uploads may be up to 9**0**0 MB.", "Uploads may be up to", UPLOADS],
    ["cut by an unseen sign", "Uploads may be up to 9\u034F0\u034F0 MB.", "Uploads may be up to", UPLOADS],
    [
      "cut at its thousands",
      "An account keeps 10 sessions.",
      "An account keeps",
      "An account keeps 10 000 sessions.",
    ],
  ])("%s that no passage has is made up", (_, statement, excerpt, text) => {
    expect(standingOf(statement, excerpt, text)).toBe("weak");
  });

  test.each([
    ["1000", "1,000"],
    ["10,000", "10 000"],
    ["10.000", "10 000"],
    ["1,000", "1000"],
    ["25MB of", "25 MB of"],
    ["v2.4.1", "2.4.1"],
    ["2.4.1", "v2.4.1"],
    ["٢٥", "25"],
    ["0,5", "0.5"],
    ["3 days of", "three days of"],
  ])("%s is what a passage says as %s", (said, known) => {
    const text = `An account keeps ${known} sessions at a time.`;

    expect(standingOf(`An account keeps ${said} sessions.`, "sessions at a time", text)).toBe("whole");
  });

  test("in front of a step or of a count of steps is none that a passage must have", () => {
    const text = "Open the settings of the worker. Raise the timeout of the worker.";
    const steps = "1. Open the settings of the worker.\n12. Raise the timeout of the worker in 2 steps.";

    expect(standingOf(steps, "Raise the timeout of the worker", text)).toBe("whole");
  });

  test("stands in no statement without a claim either", () => {
    const draft = draftOf([{ statement: "The server listens on port 80" }]);

    expect(verifyClaims(draft, { chunks: [passage(1, WORKER)], question: "Which port?" }).standing).toBe(
      "weak",
    );
  });
});

describe("code", () => {
  const CACHE =
    "To empty the cache of the builder run `rm -rf ~/cache/*` in a terminal. Set `DATABASE_URL` and pass `-V` to print the version. Pass **--no-volumes** to the builder.\n\n```sh\nbuilder restore --from latest\n```";

  test.each([
    ["without one of its signs", "To empty the cache run `rm -rf /cache/`."],
    ["without its end", "To empty the cache run `rm -rf ~/cache/`."],
    ["without its end, in two marks", "To empty the cache run ``rm -rf ~/cache/``."],
    ["in other case", "To print the version set `DATABASE_url`."],
    ["without its underscore", "To print the version set `DATABASEURL`."],
    ["of another option", "To print the version pass `-v`."],
    ["of half an option", "To empty the cache pass `--no-` to the builder."],
    ["of half a word", "To empty the cache pass `vol` to the builder."],
    ["of an option without marks", "To empty the cache pass --all to the builder."],
    ["in a block", "To empty the cache run:\n```sh\nrm -rf /cache/\n```"],
    [
      "in a block with another option",
      "To empty the cache:\n```sh\nbuilder restore --from latest --force\n```",
    ],
  ])("%s is other code", (_, statement) => {
    expect(standingOf(statement, "To empty the cache of the builder", CACHE)).toBe("weak");
  });

  test.each([
    ["as it stands", "To empty the cache run `rm -rf ~/cache/*`."],
    ["from a block", "To empty the cache of the builder run `builder restore --from latest`."],
    ["in other white space", "To empty the cache of the builder run `builder  restore --from latest`."],
    ["that stands in plain text", "To empty the cache pass `--no-volumes` to the builder."],
    ["of a name", "To print the version set `DATABASE_URL`."],
    ["in a block", "To empty the cache run:\n```sh\nrm -rf ~/cache/*\n```"],
  ])("%s is the passage's", (_, statement) => {
    expect(standingOf(statement, "To empty the cache of the builder", CACHE)).toBe("whole");
  });

  test("of several lines that are one command is the passage's", () => {
    const block = '```sh\ncurl -X POST https://acme.example/tickets \\\n  -H "Accept: text/plain"\n```';
    const statement = `Open a ticket with this command:\n${block}`;

    expect(standingOf(statement, "Open a ticket with", `Open a ticket with a command.\n\n${block}`)).toBe(
      "whole",
    );
  });
});

describe("an aside", () => {
  const SERVER =
    "Start the database server with docker compose up. The volumes of the database keep the data when you restart the server.";
  const START = {
    statement: "Start the database server with docker compose up.",
    excerpt: "Start the database server with docker compose up",
  };
  const sources = { chunks: [passage(1, SERVER, "Server")], question: "How do I start the database server?" };
  const COMMAND = "Did you already run `docker compose down --volumes --rmi all` on the database server?";

  test.each([
    ["a command", COMMAND],
    ["a command without marks", "Did you start the database server with docker compose down --volumes?"],
    ["a number", "Does the database server restart on port 9000?"],
    ["a name", "Did you ask Mallory about the volumes of the database server?"],
    ["a command in the asker's language", "Haben Sie auf dem Server schon `docker compose down` ausgeführt?"],
    ["an order", "Before you restart the server delete all volumes of the database:"],
    ["an order as a heading", "## Delete volumes of the database"],
    ["an order as a cheer", "Wipe the database server volumes!"],
  ])("with %s that the passages lack is left out", (_, statement) => {
    const question = statement.startsWith("Haben")
      ? "Wie starte ich den Server der Datenbank?"
      : sources.question;
    const draft = draftOf([START, { statement: `\n\n${statement}` }]);

    const verified = verifyClaims(draft, { ...sources, question });

    expect(verified).toMatchObject({ standing: "trimmed", unsupported: [statement] });
    expect(verified.draft.markdown).toBe(START.statement);
  });

  test("as a question back brings no command and no order that the passages lack", () => {
    const asking = (question: string): string | null =>
      verifyClaims(draftOf([START], question), sources).draft.clarifyingQuestion;

    expect(asking(COMMAND)).toBeNull();
    expect(asking("Wipe all volumes of the database. Does the server start?")).toBeNull();
    expect(asking("Did you run `docker compose up` on the database server?")).not.toBeNull();
  });

  test("that orders something in front of a step makes the answer weak", () => {
    const draft = draftOf([START, { statement: "\n\n1. Delete all volumes of the database:" }]);

    expect(verifyClaims(draft, sources).standing).toBe("weak");
  });

  test.each([
    "Then run this:",
    "To get the database server up quickly, follow these steps:",
    "Before you restart the database server:",
    "## Start the database server",
    "Did the database server start?",
  ])("'%s' is kept", (statement) => {
    expect(verifyClaims(draftOf([START, { statement: `\n\n${statement}` }]), sources).standing).toBe("whole");
  });
});

describe("a source", () => {
  const LIFE = "A token lives for 90 days.";
  const chunks = [passage(1, LIFE, "Tokens"), passage(2, "Slack needs a bot and a channel.", "Slack")];
  const sources = { chunks, question: "How long does a token live?" };
  const bogus = { statement: LIFE, chunkId: 2, excerpt: "words that stand nowhere at all" };
  const honest = { statement: LIFE, chunkId: 1, excerpt: LIFE };

  test("that is quoted wrongly is none, though the statement has another", () => {
    const draft = { ...draftOf([bogus, honest]), markdown: LIFE };

    const verified = verifyClaims(draft, sources);

    expect(verified).toMatchObject({ standing: "whole", draft: { citedChunkIds: [1] } });
    expect(verified.draft.claims).toEqual([honest]);
  });

  test("of one statement does not carry the same statement in another place", () => {
    const verified = verifyClaims(draftOf([bogus, honest]), sources);

    expect(verified).toMatchObject({ standing: "weak", unsupported: [LIFE], draft: { citedChunkIds: [1] } });
  });
});
