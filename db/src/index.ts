export { connect } from "./connect.ts";
export type { ConnectOptions, Database, Db } from "./connect.ts";
export { DatabaseError } from "./errors.ts";
export type { DatabaseProblem } from "./errors.ts";
export { checkDatabase, checkServer, migrateDatabase, readSchemaState } from "./migrate.ts";
export type { SchemaState } from "./migrate.ts";
export * as schema from "./schema/index.ts";
