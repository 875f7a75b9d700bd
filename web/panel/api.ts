import { newKey } from "./dom.ts";
import { follow } from "./events.ts";
import type { Followed, Follower } from "./events.ts";
import type { NodeJson } from "./nodes.ts";
import type { Texts } from "./texts.ts";

export type Settings = {
  name: string;
  accent: string;
  accentDark: string | null;
  locale: string;
  texts: Texts | null;
  articles: { title: string; url: string }[];
};

export type State = {
  id: string;
  subject: string;
  status: "new" | "analyzing" | "ai_responding" | "escalated" | "resolved" | "closed";
  handledBy: "ai" | "people";
  confirmed: boolean;
  rating: number | null;
};

export type Summary = State & { lastMessageAt: string };
/** `next` leads to the page behind it; null at the end. */
export type SummaryPage = { conversations: Summary[]; next: string | null };
export type FileJson = { id: string; name: string; mediaType: string; size: number };
export type Button = { action: string; value: string; label: string; style?: string };

export type Item = {
  key: string;
  from: "visitor" | "ai" | "agent" | "system";
  author: string | null;
  markdown: string;
  nodes: NodeJson[] | null;
  sources: { title: string; url: string; excerpt: string | null }[];
  buttons: Button[][];
  files: FileJson[];
  footer: string | null;
  saidAt: string;
};

export type Found = {
  searchId?: number | string;
  results: {
    articleId?: number;
    title: string;
    url: string;
    category?: string | null;
    excerpt?: string;
    passage?: { text: string; hit: boolean }[];
  }[];
};

/** A conversation and what lets its bearer in; without a token the visitor's identity does. */
export type Kept = { id: string; token?: string };

export type NewConversation = {
  text: string;
  subject?: string;
  type?: string;
  email?: string;
  files?: string[];
};

/** What went wrong, in a sentence for the visitor. */
export class ApiError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

type CallOptions = { body?: unknown; key?: string; token?: string | undefined; signal?: AbortSignal };

type Sender = {
  headers(options: CallOptions): Record<string, string>;
  request(path: string, options: CallOptions): Promise<Response>;
};

/** Sends with what tells who the visitor is, and never with cookies. */
function createSender(base: string, identity: () => string | null, texts: () => Texts): Sender {
  const headersOf = ({ key, token }: CallOptions): Record<string, string> => {
    const signed = identity();
    return {
      ...(signed ? { "Firstline-Identity": signed } : {}),
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
      ...(key ? { "Idempotency-Key": key } : {}),
    };
  };
  return {
    headers: headersOf,
    async request(path, options) {
      const { body, signal } = options;
      const isFile = body instanceof Blob;
      const headers = new Headers(headersOf(options));
      if (body !== undefined)
        headers.set("Content-Type", isFile ? "application/octet-stream" : "application/json");
      let response: Response;
      try {
        response = await fetch(base + path, {
          method: body === undefined ? "GET" : "POST",
          headers,
          body: body === undefined ? null : isFile ? body : JSON.stringify(body),
          signal: signal ?? null,
          credentials: "omit",
        });
      } catch (cause) {
        if (signal?.aborted) throw cause;
        throw new ApiError(0, texts().offline);
      }
      if (response.ok) return response;
      const problem = (await response.json().catch(() => ({}))) as { detail?: string; code?: string };
      const said = problem.code === "identity" ? texts().expired : problem.detail;
      throw new ApiError(response.status, said ?? texts().failed);
    },
  };
}

export type Api = ReturnType<typeof createApi>;

/** Speaks with Firstline at `base`. `identity` answers the host site's signed token; `texts` the sentences for failures. */
export function createApi(base: string, identity: () => string | null, texts: () => Texts) {
  const sender = createSender(base, identity, texts);
  // What our own server answers is of the agreed form.
  const call = async <Answer>(path: string, options: CallOptions = {}): Promise<Answer> =>
    (await (await sender.request(path, options)).json()) as Answer;

  return {
    settings: (locale: string) => call<Settings>(`/api/panel/settings?locale=${encodeURIComponent(locale)}`),
    search: (query: string, locale: string, signal: AbortSignal) =>
      call<Found>(
        `/api/search?q=${encodeURIComponent(query)}&locale=${encodeURIComponent(locale)}&place=panel&limit=5`,
        { signal },
      ),
    /** Counted for what to write next; nobody misses one that is lost. */
    clicked: (searchId: number | string, articleId: number, rank: number) =>
      void call(`/api/search/${searchId}/click`, { body: { articleId, rank } }).catch(() => {}),
    open: (input: NewConversation, key: string) =>
      call<{ conversation: State; token: string }>("/api/panel/conversations", { body: input, key }),
    mine: (after: string | null) =>
      call<SummaryPage>(`/api/panel/conversations${after ? `?after=${encodeURIComponent(after)}` : ""}`),
    summaries: (kept: Kept[]) =>
      call<{ conversations: Summary[] }>("/api/panel/conversations/kept", { body: { conversations: kept } }),
    upload: (file: File) =>
      call<FileJson>(`/api/panel/files?name=${encodeURIComponent(file.name.slice(-200))}`, { body: file }),
    at: ({ id, token }: Kept) => {
      const path = `/api/panel/conversations/${encodeURIComponent(id)}`;
      return {
        say: (text: string, files: string[], key: string) =>
          call(`${path}/messages`, { body: { text, files }, key, token }),
        act: (action: string, value?: string) =>
          call<{ message: string }>(`${path}/actions`, { body: { action, value }, token, key: newKey() }),
        file: async (file: FileJson) => (await sender.request(`${path}/files/${file.id}`, { token })).blob(),
        follow: (on: Follower): Followed =>
          follow(`${base}${path}/events`, () => sender.headers({ token }), on),
      };
    },
  };
}
