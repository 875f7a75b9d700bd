/**
 * What a statement leaves behind on the connection that ran it. All connections share one backend, so these are the
 * things the gateway has to keep apart. The text is only searched, not parsed: a false hit costs a moment, no more.
 */
export type Effects = {
  /** May change a setting through set_config, which no command tag tells. */
  configures: boolean;
  /** How many of its SET commands are SET LOCAL, which end with the transaction and leave nothing behind. */
  localSets: number;
  /** May be a COPY FROM STDIN. */
  copiesIn: boolean;
  /** LISTEN and UNLISTEN, in order; a null channel means all of them. */
  listening: Listening[];
};

export type Listening = { listen: boolean; channel: string | null };

const LISTENING = /(?:^|;)\s*(listen|unlisten)\s+("(?:[^"]|"")+"|\*|[\p{L}_][\p{L}\p{N}_$]*)/giu;
const DROPS_EVERYONE = /^\s*(?:discard\s+(?:all|temp|temporary)|deallocate\s+(?:prepare\s+)?all)\s*;?\s*$/i;
const LOCAL_SET_CONFIG = /set_config\s*\([^()]*,\s*true\s*\)/gi;

export function effectsOf(sql: string): Effects {
  return {
    configures: /set_config/i.test(sql.replace(LOCAL_SET_CONFIG, "")),
    localSets: sql.match(/\bset\s+local\b/gi)?.length ?? 0,
    copiesIn: /\bstdin\b/i.test(sql) && /\bcopy\b/i.test(sql),
    listening: /listen/i.test(sql) ? [...sql.matchAll(LISTENING)].map(toListening) : [],
  };
}

export function combine(all: Effects[]): Effects {
  return {
    configures: all.some((one) => one.configures),
    localSets: all.reduce((sum, one) => sum + one.localSets, 0),
    copiesIn: all.some((one) => one.copiesIn),
    listening: all.flatMap((one) => one.listening),
  };
}

/** True for a command that would take the prepared statements or temporary tables of all other connections along. */
export function dropsForEveryone(sql: string): boolean {
  return DROPS_EVERYONE.test(sql);
}

function toListening([, verb = "", name = ""]: RegExpMatchArray): Listening {
  const listen = verb.toLowerCase() === "listen";
  if (name === "*") return { listen, channel: null };
  const channel = name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name.toLowerCase();
  return { listen, channel };
}
