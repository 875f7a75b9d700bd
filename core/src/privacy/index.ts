export { erasePerson } from "./erase-person.ts";
export type { ErasedPerson, ErasePersonInput } from "./erase-person.ts";
export { exportPerson } from "./export-person.ts";
export type { ExportPersonInput, PersonExport } from "./export-person.ts";
export { findMember } from "./find-member.ts";
export { listPersonRequests } from "./requests.ts";
export type { PersonRequest } from "./requests.ts";
