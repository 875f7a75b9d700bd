export { startDiscord } from "./standin.ts";
export type { DiscordOptions, DiscordStandin } from "./standin.ts";
export { bitsOf, permissions } from "./state/permissions.ts";
export type { Message } from "./state/types.ts";
