import type { FileChange } from "./change-size.ts";

type Risk = {
  /** What the code does, for people: "it ...". */
  what: string;
  pattern: RegExp;
};

/**
 * What a mended bug hardly ever needs, and what somebody needs who wants to get at the secrets of a repository's checks: these
 * run the branch of a draft before a person has read it.
 */
const RISKS: readonly Risk[] = [
  {
    what: "reaches out to the network",
    pattern:
      /\b(?:fetch|sendBeacon|fsockopen|curl_exec|urlopen|TcpStream::connect)\s*\(|\bnew\s+(?:XMLHttpRequest|WebSocket|EventSource|WebClient|HttpClient|TcpClient)\b|["'](?:node:)?(?:https?|http2|net|tls|dgram|dns)(?:\/promises)?["']|["'](?:axios|undici|got|node-fetch|superagent|ws)["']|\b(?:import|from|require|use)\s+["']?(?:requests|urllib\d?|httpx|aiohttp|socket|smtplib|ftplib|reqwest|net\/http|open-uri|http\.client)\b|"net(?:\/http)?"|\bnet\.Dial|\bNet::HTTP\b|\b(?:curl|wget|nc|ncat|ssh|scp)\s+-?[\w"'$]/u,
  },
  {
    what: "reads the environment",
    pattern:
      /\bprocess\s*(?:\??\.|\[\s*["'`])\s*env\b|\b(?:Deno|Bun|import\.meta)\.env\b|\bos\s*\.\s*(?:environ|getenv|Getenv|LookupEnv|Environ)\b|\bgetenv\s*\(|\bSystem\.getenv\b|\bENV\s*(?:\[|\.fetch)|\$_(?:ENV|SERVER)\b|\bGetEnvironmentVariables?\b|\benv::vars?\b|\bprintenv\b/u,
  },
  {
    what: "starts programs",
    pattern:
      /\bchild_process\b|\b(?:exec|spawn|execFile)Sync\b|\b(?:Bun\.spawn|Deno\.Command)\b|\bsubprocess\b|\bos\s*\.\s*(?:system|popen|exec[lv]|spawn[lv])|\bRuntime\.getRuntime\b|\bProcessBuilder\b|\bProcess\.Start\b|\bprocess::Command\b|\bexec\.Command\b|\b(?:shell_exec|proc_open|passthru|popen|posix_spawn)\s*\(|\bpty\.spawn\b|\bworker_threads\b/u,
  },
  {
    what: "runs text as code",
    pattern:
      /(?<![.\w$])(?:eval|exec|execfile)\s*\(|\bnew\s+Function\b|(?<![.\w$])Function\s*\(|\bvm\s*\.\s*(?:runIn|Script|compileFunction)|["'](?:node:)?vm["']|\b__import__\b|\bimportlib\b|\b(?:pickle|marshal|dill)\s*\.\s*loads?\b|\bunserialize\s*\(|\binstance_eval\b|\bprocess\s*\.\s*(?:binding|dlopen|_linkedBinding)\b|(?<![.\w$])require\s*\(\s*[^"'\s)]|(?<![.\w$])import\s*\(\s*[^"'\s)]|\b(?:globalThis|global|window|process|Reflect|module|constructor)\s*\[(?!\s*\d)|\.constructor\s*\(|\\u\{?0{0,4}[4-7][\da-f]\}?(?=[\w$(])/u,
  },
  {
    what: "decodes hidden text",
    pattern:
      /\batob\s*\(|\b(?:b64decode|base64_decode|decodebytes|a2b_base64|unhexlify|fromhex|Base64\.getDecoder|FromBase64String|str_rot13|gzinflate)\b|\bfromCharCode\b|["'](?:base64|base64url|hex)["']/u,
  },
  {
    what: "names places where secrets are kept",
    pattern:
      /\/etc\/\w|\/proc\/|\/(?:root|home|Users)\/|\.ssh\b|\.aws\b|\.npmrc\b|\.netrc\b|\.pypirc\b|\bid_(?:rsa|ed25519)\b|\.git\/|\b(?:GITHUB|ACTIONS|RUNNER|CI|NPM|AWS|VERCEL)_[A-Z_]*(?:TOKEN|KEY|SECRET|PASSWORD|ENV|OUTPUT|PATH)\b|169\.254\.169\.254/u,
  },
  {
    what: "gives orders to the checks that run it",
    pattern: /::(?:set-env|set-output|add-path|add-mask|save-state|stop-commands)\b|##vso\[|##teamcity\[/u,
  },
];

const HOST = /\b(?:https?|wss?|ftp|ssh|git):\/\/([^\s/"'`<>)\\]+)/giu;
/** Names that are nobody's, for examples and tests. */
const NOBODYS =
  /^(?:localhost|127\.0\.0\.1|\[::1\]|0\.0\.0\.0|(?:[\w-]+\.)*example(?:\.\w+)?|(?:[\w-]+\.)+(?:test|invalid|localhost))(?::\d+)?$/iu;
/** No person reads it. */
const ENCODED = /[A-Za-z\d+/=_-]{160,}|(?:\\x[\da-f]{2}){16,}|(?:0x[\da-f]{2},\s*){24,}/giu;

/**
 * What a change newly brings into its files that could do harm where it runs, as sentences; empty for most fixes. What a file did
 * before it may go on doing. It sees what is written plainly: who reviews the draft still has to read it.
 */
export function findRiskyCode(changes: readonly FileChange[]): string[] {
  return changes.flatMap(({ path, before, after }) => {
    const [was, is] = [before ?? "", after ?? ""];
    const risks = RISKS.filter(({ pattern }) => pattern.test(is) && !pattern.test(was));
    const hosts = newOnes(HOST, was, is).filter((host) => !NOBODYS.test(host));
    const told = [
      ...risks.map(({ what }) => what),
      ...(hosts.length > 0 ? ["names an address that was not there before"] : []),
      ...(newOnes(ENCODED, was, is).length > 0 ? ["holds a text that nobody can read"] : []),
    ];
    return told.length === 0 ? [] : [`The new code in ${path} ${told.join(", and ")}.`];
  });
}

function newOnes(pattern: RegExp, before: string, after: string): string[] {
  const found = (text: string): string[] => [...text.matchAll(pattern)].map((match) => match[1] ?? match[0]);
  const known = new Set(found(before).map((one) => one.toLowerCase()));
  return found(after).filter((one) => !known.has(one.toLowerCase()));
}
