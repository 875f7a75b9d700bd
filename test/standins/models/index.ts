export { startModels, type Models } from "./server.ts";
