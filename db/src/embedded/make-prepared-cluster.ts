/** Makes the prepared cluster anew, for another version of PGlite: node db/src/embedded/make-prepared-cluster.ts */
import { writeFileSync } from "node:fs";
import { PGlite } from "@electric-sql/pglite";
import { compress, preparedClusterFile } from "./prepared-cluster.ts";

const pg = await PGlite.create({ dataDir: "memory://", initDbStartParams: ["--wal-segsize=4"] });
await pg.exec("vacuum freeze");
await pg.exec("checkpoint");
const tar = await pg.dumpDataDir("none");
await pg.close();
writeFileSync(preparedClusterFile, compress(new Uint8Array(await tar.arrayBuffer())));
