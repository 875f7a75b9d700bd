/** The settings that a connection has changed for itself, by name; values as pg_settings shows them. */
export type Settings = ReadonlyMap<string, string>;

/** Reads what the present connection has changed; `role` is not in pg_settings. */
export const SNAPSHOT_SQL =
  "select name, setting from pg_settings where source = 'session' union all " +
  "select 'role', current_setting('role') where current_setting('role') <> 'none'";

/** The SQL that turns one connection's settings on the backend into another's, or null when they are the same. */
export function switchSql(from: Settings, to: Settings): string | null {
  if (from === to) return null;
  const dropped = [...from.keys()].filter((name) => !to.has(name)).map((name) => `reset ${identifier(name)}`);
  const changed = [...to]
    .filter(([name, value]) => from.get(name) !== value)
    .map(([name, value]) => `select set_config(${literal(name)}, ${literal(value)}, false)`);
  const all = [...dropped, ...changed];
  return all.length > 0 ? all.join("; ") : null;
}

/**
 * The settings a client asks for in its start-up packet. The application name stays out: one backend has no list of
 * connections to show it in, and it would cost a statement whenever the turn goes to another pool.
 */
export function startupSettings(parameters: ReadonlyMap<string, string>): Settings {
  const settings = new Map(optionSettings(parameters.get("options") ?? ""));
  for (const [name, value] of parameters) {
    if (["user", "database", "replication", "options", "application_name"].includes(name)) continue;
    if (name.startsWith("_pq_.") || (name === "client_encoding" && isUtf8(value))) continue;
    settings.set(name, value);
  }
  return settings;
}

/** `-c name=value` and `--name=value`, as PGOPTIONS has them. */
function optionSettings(options: string): Array<[string, string]> {
  return [...options.matchAll(/(?:-c\s*|--)([\w.-]+)=((?:\\.|\S)*)/g)].map(([, name = "", value = ""]) => [
    name.replaceAll("-", "_"),
    value.replaceAll(/\\(.)/g, "$1"),
  ]);
}

function isUtf8(encoding: string): boolean {
  return /^'?utf-?8'?$/i.test(encoding);
}

function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** The E form means the same whatever standard_conforming_strings says. */
function literal(value: string): string {
  return `E'${value.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
}
