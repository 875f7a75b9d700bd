import { existsSync, lstatSync, readlinkSync, realpathSync } from "node:fs";
import { basename, join, sep } from "node:path";

/** Where the copy of the repository is, inside. */
export const REPO_FOLDER = "/repo";

/** Parts of /usr that hold installed programs; /usr/src and others may hold somebody's own files. */
const PROGRAMS = ["bin", "sbin", "lib", "lib32", "lib64", "libexec", "libx32", "include", "local", "share"];
/** On most systems links into /usr, on others folders. */
const ROOT_FOLDERS = ["/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"];
/** What programs need of /etc and holds nothing that is anybody's. */
const ETC = [
  ..."alternatives ca-certificates crypto-policies fonts java localtime ld.so.cache ld.so.conf ld.so.conf.d".split(
    " ",
  ),
  ..."magic mime.types nsswitch.conf pki/ca-trust/extracted pki/tls/certs protocols services".split(" "),
  ..."ssl/cert.pem ssl/certs ssl/openssl.cnf terminfo".split(" "),
];
const SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin".split(":");

export type MountInput = {
  /** Folders beside the system's own that may be read. */
  readPaths: string[];
  /** Folders that are never shown, even inside of what is: this program, its settings, its data. */
  hiddenPaths: string[];
  /** Folder with passwd, group and hosts for the inside. */
  ownEtc: string;
};

/** bubblewrap's arguments that show the installed programs of this machine, and nothing else of it. */
export function sandboxMounts({ readPaths, hiddenPaths, ownEtc }: MountInput): string[] {
  const hidden = hiddenPaths.flatMap((path) => real(path) ?? []);
  const system = [
    ...PROGRAMS.map((name) => join("/usr", name)),
    ...ROOT_FOLDERS.filter((path) => !isLink(path)),
  ].filter((path) => existsSync(path));
  // A shorter path comes first, so that a folder inside of another is laid over it.
  const own = readPaths.flatMap((path) => real(path) ?? []).sort((a, b) => a.length - b.length);
  return [
    ...[...system, ...own].flatMap((path) => shown(path, hidden)),
    ...ROOT_FOLDERS.filter(isLink).flatMap((path) => ["--symlink", readlinkSync(path), path]),
    ...ETC.flatMap((name) => ["--ro-bind-try", join("/etc", name), join("/etc", name)]),
    ...["passwd", "group", "hosts"].flatMap((name) => ["--ro-bind", join(ownEtc, name), join("/etc", name)]),
  ];
}

/** Where programs are looked for: the operator's own folders first. */
export function sandboxPath(readPaths: string[]): string[] {
  const own = readPaths.flatMap((path) => {
    const folder = real(path);
    if (folder === null) return [];
    return basename(folder) === "bin" ? [folder] : [join(folder, "bin")];
  });
  return [...own.filter((path) => existsSync(path)), ...SYSTEM_PATH];
}

/** What is hidden and lies inside becomes an empty folder; what lies in something hidden is not shown at all, unless it was named. */
function shown(path: string, hidden: string[]): string[] {
  if (hidden.includes(path)) return [];
  const masked = hidden.filter((inner) => inner.startsWith(path + sep));
  return ["--ro-bind", path, path, ...masked.flatMap((inner) => ["--tmpfs", inner, "--remount-ro", inner])];
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

function real(path: string): string | null {
  return existsSync(path) ? realpathSync(path) : null;
}
