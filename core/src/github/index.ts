export { connectRepository, disconnectRepository } from "./connect-repository.ts";
export { linkAccount } from "./link-account.ts";
export { listRepositories } from "./list-repositories.ts";
export type { RepositoryInList } from "./list-repositories.ts";
export { getRepository, requireCode } from "./load.ts";
export type { Repository } from "./load.ts";
export type { RepositorySettings } from "./repository-settings.ts";
export { updateRepositorySettings } from "./update-repository.ts";
