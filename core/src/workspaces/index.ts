export { listMissedWindows, listWatchedThreads } from "./catch-up.ts";
export type { MissedWindow, WatchedThread } from "./catch-up.ts";
export {
  connectPlatform,
  ensureWorkspace,
  findAgentChannel,
  findChannelRole,
  findWorkspace,
  syncChannels,
} from "./connect.ts";
export type { ChannelRole, Workspace } from "./connect.ts";
export { getWorkspaceName } from "./get-name.ts";
export { listPeople } from "./list-people.ts";
export type { PersonInList } from "./list-people.ts";
export { findPerson, rememberAgent, rememberPerson } from "./people.ts";
export type { Person, PersonIdentity } from "./people.ts";
export { getChannelSettings, getSettings } from "./settings.ts";
export type { FeedbackSettings, SiteSettings, WorkspaceSettings } from "./settings.ts";
export { updateChannelSettings, updateSettings } from "./update-settings.ts";
export type { ChannelRef, SettingsChange } from "./update-settings.ts";
