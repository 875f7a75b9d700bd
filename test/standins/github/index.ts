export { startGithub } from "./standin.ts";
export type { Github, GithubOptions } from "./standin.ts";
