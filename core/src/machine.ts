import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { kill } from "node:process";

/**
 * Names where the numbers of processes can be compared. The host's name does not: containers may share it, and each has a
 * process 1 of its own. On Linux the machine's start and its space of process numbers say it.
 */
export const MACHINE = nameMachine();

function nameMachine(): string {
  try {
    const start = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return `${start}/${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    // Not Linux: no containers that share a name.
    return hostname();
  }
}

/** Whether a process with this number runs here, be it another user's. */
export function isRunningHere(pid: number): boolean {
  try {
    kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
