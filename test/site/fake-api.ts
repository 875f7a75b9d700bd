import type { Api } from "./page-server.ts";

const FOUND = {
  searchId: 7,
  results: [
    {
      articleId: 3,
      title: "Retries <b>",
      url: "/article",
      category: "Jobs",
      anchor: "check-the-list",
      passage: [
        { text: "What happens when a ", hit: false },
        { text: "job", hit: true },
        { text: " fails", hit: false },
      ],
    },
  ],
};
const ANSWER = {
  outcome: "answered",
  html: "<p>Three times.</p>",
  question: null,
  sources: [{ title: "Retries", url: "/article" }],
};

/** As the server has it. */
const MOST_POSTS = 200;

export type Asked = { method: string; path: string; body: unknown };

export type FakeApi = {
  answer: Api;
  /** What the pages have asked for. */
  asked: Asked[];
  /** Whether it refuses everything, as a server that is overloaded. */
  isDown: boolean;
  /** Whether codes were tried too often. */
  isTired: boolean;
};

/** Answers what the pages' scripts ask for: one article is found, and whoever has given a code may vote. */
export function fakeApi(): FakeApi {
  let isKnown = false;
  const api: FakeApi = { answer, asked: [], isDown: false, isTired: false };
  return api;

  async function answer(...[request, { pathname, search }]: Parameters<Api>): Promise<Answer | null> {
    if (!pathname.startsWith("/api/")) return null;
    let text = "";
    for await (const part of request) text += String(part);
    const body: unknown = text === "" ? null : JSON.parse(text);
    api.asked.push({ method: request.method ?? "", path: pathname + search, body });
    if (api.isDown) return json({}, 503);
    if (pathname === "/api/session" && api.isTired) return json({}, 429);
    if (pathname === "/api/session") return session(request.method ?? "");
    if (pathname === "/api/feedback/counts") return counts(new URLSearchParams(search).get("ids") ?? "");
    return FIXED[pathname] ?? (/^\/api\/feedback\/\d+\/vote$/u.test(pathname) ? vote() : json({}));
  }

  function session(method: string): Answer {
    if (method !== "GET") isKnown = method === "POST";
    return json({ person: isKnown ? { name: "Mia & $& Co" } : null });
  }

  /** Each post has nine votes and the first one 555; whoever has given a code has voted for the second. */
  function counts(text: string): Answer {
    const ids = text.split(",").map(Number);
    if (ids.length > MOST_POSTS) return json({}, 400);
    const posts = ids.map((postId) => {
      const upvotes = postId === 1 ? 555 : 9;
      return { postId, upvotes, downvotes: 0, mine: isKnown && postId === 2 ? 1 : null };
    });
    return json({ posts });
  }

  function vote(): Answer {
    return isKnown ? json({ post: { postId: 1, upvotes: 556, downvotes: 0, mine: 1 } }) : json({}, 401);
  }
}

type Answer = { status: number; type: string; body: string };

const json = (body: unknown, status = 200): Answer => ({
  status,
  type: "application/json",
  body: JSON.stringify(body),
});

const FIXED: Readonly<Record<string, Answer>> = {
  "/api/search": json(FOUND),
  "/api/ask": {
    status: 200,
    type: "text/event-stream",
    body: `event: answer\ndata: ${JSON.stringify(ANSWER)}\n\n`,
  },
  "/api/session": json({ person: { name: "Ada" } }, 201),
};
