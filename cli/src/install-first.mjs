// Runs before `npm run firstline`, on whatever Node the machine has and before any package is there: installs what is
// missing or older than the list of packages, so that the first command on a new machine works, whichever it is.
import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";

const changedAt = (file) =>
  statSync(new URL(`../../${file}`, import.meta.url), { throwIfNoEntry: false })?.mtimeMs ?? 0;

// pnpm writes it at the end of every install.
if (changedAt("node_modules/.pnpm-workspace-state-v1.json") < changedAt("pnpm-lock.yaml")) {
  console.error("Installing Firstline's packages first …");
  // Standard output belongs to the command.
  const { status } = spawnSync("npm", ["run", "-s", "setup"], { stdio: ["ignore", 2, 2] });
  process.exitCode = status ?? 1;
}
