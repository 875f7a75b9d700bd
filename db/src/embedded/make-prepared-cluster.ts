/** Makes the prepared cluster anew, for another version of PGlite: node db/src/embedded/make-prepared-cluster.ts */
import { writeFileSync } from "node:fs";
import { PGlite } from "@electric-sql/pglite";
import { compress, preparedClusterFile } from "./prepared-cluster.ts";

const pg = await PGlite.create({ dataDir: "memory://", initDbStartParams: ["--wal-segsize=4"] });
// The server has one database and cannot make more: without the templates two thirds of the files are spared.
await pg.exec("update pg_database set datistemplate = false");
await pg.exec("drop database template1");
await pg.exec("drop database template0");
await pg.exec("vacuum (freeze, analyze)");
await pg.exec("checkpoint");
const tar = await pg.dumpDataDir("none");
await pg.close();
writeFileSync(preparedClusterFile, compress(new Uint8Array(await tar.arrayBuffer())));
