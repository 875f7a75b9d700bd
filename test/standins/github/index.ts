export { startGithub } from "./standin.ts";
export type { Github } from "./standin.ts";
