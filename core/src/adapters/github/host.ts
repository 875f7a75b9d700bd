import type { GithubConfig } from "../../config.ts";
import type { CodeHost } from "../../ports.ts";
import type { GithubHostOptions } from "./client.ts";
import { cloneCalls } from "./clone-access.ts";
import { branchCalls } from "./branches.ts";
import { checkCalls } from "./checks.ts";
import { closingCalls } from "./closing.ts";
import { commentCalls } from "./comments.ts";
import { commitCalls } from "./commits.ts";
import { Connection } from "./connection.ts";
import { createIdentity } from "./identity.ts";
import { issueCalls } from "./issues.ts";
import { pullCalls } from "./pulls.ts";
import { releaseCalls } from "./releases.ts";
import { repositoryCalls } from "./repositories.ts";
import { reviewCalls } from "./reviews.ts";

/** GitHub by its REST API, as an app or with a token. */
export function createHost(config: GithubConfig, options: GithubHostOptions): CodeHost {
  const connection = new Connection(config, options);
  const branches = branchCalls(connection);
  return {
    ...repositoryCalls(connection),
    ...issueCalls(connection),
    ...commentCalls(connection, createIdentity(connection, config.auth.kind)),
    ...closingCalls(connection),
    findBranch: (of, branch) => branches.findBranch(of, branch),
    ...commitCalls(connection, branches),
    ...pullCalls(connection),
    ...reviewCalls(connection),
    ...checkCalls(connection),
    ...releaseCalls(connection),
    ...cloneCalls(connection, config),
  };
}
