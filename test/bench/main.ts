#!/usr/bin/env node
import { isNative } from "./database.ts";
import { benchDiscordAck } from "./discord-ack.ts";
import { benchOfflineAnswer } from "./offline-answer.ts";
import { benchOpenTicket } from "./open-ticket.ts";
import { printLines, printMachine } from "./report.ts";
import type { Line } from "./report.ts";
import { benchStart, benchStartLarge } from "./start.ts";
import { benchSlackAck } from "./slack-ack.ts";

const BENCHES: Record<string, () => Promise<Line[]>> = {
  "open-ticket": benchOpenTicket,
  "slack-ack": benchSlackAck,
  "discord-ack": benchDiscordAck,
  "offline-answer": benchOfflineAnswer,
  start: benchStart,
  "start-large": benchStartLarge,
};

const named = process.argv.slice(2);
const unknown = named.filter((name) => !(name in BENCHES));
if (unknown.length > 0) {
  console.error(
    `There is no benchmark ${unknown.join(", ")}. There are: ${Object.keys(BENCHES).join(", ")}.`,
  );
  process.exit(2);
}

printMachine(isNative() ? "native, by NATIVE_DATABASE_URL" : "embedded");
for (const [name, bench] of Object.entries(BENCHES)) {
  if (named.length > 0 && !named.includes(name)) continue;
  const lines = await bench();
  console.log("");
  printLines(lines);
}
