export { openMemory, type MemoryDatabase } from "./memory.ts";
export { openEmbedded, type Embedded } from "./open.ts";
