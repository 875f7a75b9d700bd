export { attachFiles, MOST_FILES } from "./attach.ts";
export { getFile, listFiles } from "./list.ts";
export type { StoredFile } from "./list.ts";
export { storeFile } from "./store.ts";
export type { StoreFileInput } from "./store.ts";
export { sweepFiles } from "./sweep.ts";
