import { startDiscord } from "../standins/discord/index.ts";
import type { DiscordStandin } from "../standins/discord/index.ts";
import { startChild, startFirstline, untilTrue } from "./child.ts";
import type { Child } from "./child.ts";
import { benchDatabase } from "./database.ts";
import { median, rest, takeTurns } from "./measure.ts";
import type { Work } from "./measure.ts";
import type { Line } from "./report.ts";

const PLAN = { warmUp: 30, rounds: 6, turn: 15, callers: 1 };
const BUTTON = "ticket_solved:999999999";

/** A Discord with somebody in it, and a bot in a process of its own that is connected to it. */
type Side = {
  discord: DiscordStandin;
  bot: Child;
  mia: string;
  channel: string;
  /** A message with a button. */
  withButton: string;
  /** Whether the bot goes on working after the acknowledgment and tells the person what came of it. */
  answers: boolean;
};

type Interaction = Awaited<ReturnType<DiscordStandin["click"]>>;

/** Time from the dispatch of an interaction to its acknowledgment, against discord.js alone. */
export async function benchDiscordAck(): Promise<Line[]> {
  const database = await benchDatabase();
  const own = { DATABASE_URL: database.url };
  const ours = await startSide(true, (env) => startFirstline({ ...env, ...own }, "--role", "bot"));
  const floor = await startSide(false, (env) => startChild("test/bench/bare-discord.ts", [], env));
  try {
    const lines: Line[] = [];
    for (const [what, interact] of WORKS) {
      const timings = await takeTurns(PLAN, { ours: use(ours, interact), floor: use(floor, interact) });
      lines.push({
        what: `Discord: ${what}`,
        ours: median(timings.ours.latencies),
        floor: median(timings.floor.latencies),
        unit: "ms",
        target: { ratioAtMost: 2 },
      });
    }
    return lines;
  } finally {
    for (const { bot, discord } of [ours, floor]) {
      await bot.stop();
      await discord.stop();
    }
    await database.stop();
  }
}

async function startSide(answers: boolean, start: (env: Record<string, string>) => Child): Promise<Side> {
  const discord = await startDiscord();
  const mia = discord.addUser({ name: "mia" }).id;
  const channel = discord.addTextChannel({ name: "support" }).id;
  const bot = start({
    DISCORD_BOT_TOKEN: discord.token,
    DISCORD_API_URL: discord.apiUrl,
    DISCORD_SUPPORT_CHANNELS: channel,
  });
  await untilTrue(bot, () => discord.commands().length > 0);
  return { discord, bot, mia, channel, answers, withButton: await postButton(discord, channel) };
}

/** Posts a message with a button, as the bot. */
async function postButton(discord: DiscordStandin, channel: string): Promise<string> {
  const button = { type: 2, style: 1, label: "Solved", custom_id: BUTTON };
  const response = await fetch(`${discord.apiUrl}/v10/channels/${channel}/messages`, {
    method: "POST",
    headers: {
      authorization: `Bot ${discord.token}`,
      "content-type": "application/json",
      "user-agent": AGENT,
    },
    body: JSON.stringify({
      content: "A message with a button",
      components: [{ type: 1, components: [button] }],
    }),
  });
  if (!response.ok) throw new Error(`the message with a button was refused: ${await response.text()}`);
  return discord.messages(channel).at(-1)?.id ?? "";
}

/** Discord refuses calls without one of this form. */
const AGENT = "DiscordBot (https://example.com, 1.0)";

const WORKS: [string, (side: Side) => Promise<Interaction>][] = [
  ["a command", ({ discord, mia, channel }) => discord.slash(mia, channel, "support", "help")],
  ["a button", ({ discord, mia, channel, withButton }) => discord.click(mia, channel, withButton, BUTTON)],
];

function use(side: Side, interact: (side: Side) => Promise<Interaction>): Work {
  return async () => {
    const started = performance.now();
    const interaction = await interact(side);
    const ms = performance.now() - started;
    if (interaction.failure !== null) throw new Error(interaction.failure);
    if (side.answers) await side.discord.settled(interaction);
    await rest();
    return ms;
  };
}
