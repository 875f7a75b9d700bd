import type { CodeHost, RepoRef } from "../../ports.ts";

const MAY_WRITE = ["write", "maintain", "admin"];

/** Whether somebody may write to the repository, and so may tell us what to do there. */
export type MayCommand = (login: string) => Promise<boolean>;

/** Asks once for each account, however much it writes. Make one for each look: permissions are taken away. */
export function createMayCommand(host: CodeHost, of: RepoRef): MayCommand {
  const known = new Map<string, Promise<boolean>>();
  return (login) => {
    const asked = known.get(login) ?? host.readPermission(of, login).then((may) => MAY_WRITE.includes(may));
    known.set(login, asked);
    return asked;
  };
}
