/** Makes the prepared cluster anew, for another version of PGlite: node db/src/embedded/prepare-cluster.ts */
import { writeFileSync } from "node:fs";
import { zstdCompressSync } from "node:zlib";
import { makeCluster, preparedClusterPath, zstdParameters } from "./cluster.ts";

const tar = await makeCluster();
writeFileSync(preparedClusterPath, zstdCompressSync(tar, { params: zstdParameters }));
