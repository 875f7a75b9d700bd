export { startDiscord } from "./app.ts";
export { checkDiscord } from "./doctor.ts";
export { inviteUrl } from "./permissions.ts";
