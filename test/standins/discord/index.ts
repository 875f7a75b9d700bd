export { startDiscord } from "./standin.ts";
export type { DiscordOptions, DiscordStandin } from "./standin.ts";
export { hasDocument } from "./validate/openapi.ts";
export { bitsOf, permissions } from "./state/permissions.ts";
export type { PermissionName } from "./state/permissions.ts";
export type { Interaction } from "./interactions/registry.ts";
export type { Channel, Guild, Message, Pings, Role, User } from "./state/types.ts";
export type { RecordedCall, Rejection } from "./records.ts";
