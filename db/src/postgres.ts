import postgres from "postgres";

export type Sql = postgres.Sql;

export type TransactionSql = postgres.TransactionSql;

export type SqlOptions = {
  /** Connections at most; they are opened when a query needs one. */
  max?: number | undefined;
  /** What pg_stat_activity shows. */
  applicationName?: string | undefined;
  /** Gets what the server says beside its answers; by default warnings become process warnings, the rest is dropped. */
  onNotice?: ((notice: Notice) => void) | undefined;
};

export type Notice = { severity: string; message: string; code: string };

const CONNECT_SECONDS = 10;
const IDLE_SECONDS = 60;
/** The driver's own waits grow to 20 seconds, too long for a person who waits while the database restarts. */
const LONGEST_WAIT_SECONDS = 2;

/**
 * A pool on `url`. A query either answers or rejects, also when the server drops the connection below it; the pool
 * then connects again by itself. (The driver is patched for that, see patches/.)
 */
export function createSql(url: string, options: SqlOptions = {}): Sql {
  const onNotice = options.onNotice ?? warnOfWarnings;
  return postgres(url, {
    max: options.max ?? 10,
    connect_timeout: CONNECT_SECONDS,
    idle_timeout: IDLE_SECONDS,
    backoff: (retries) => Math.min(0.05 * 2 ** retries, LONGEST_WAIT_SECONDS),
    connection: { application_name: options.applicationName ?? "firstline" },
    onnotice: (notice) => onNotice(toNotice(notice)),
  });
}

function warnOfWarnings(notice: Notice): void {
  if (notice.severity === "WARNING") process.emitWarning(`Postgres: ${notice.message} (${notice.code})`);
}

function toNotice(notice: postgres.Notice): Notice {
  return { severity: notice["severity"] ?? "", message: notice["message"] ?? "", code: notice["code"] ?? "" };
}
