/** Who asks, as GitHub sees it. */
export type Caller = { authorization: string } & (
  | { kind: "user"; login: string }
  | { kind: "installation"; installationId: number }
  | { kind: "app" }
);

/** One request of the API. `path` is as it was sent, without the query. */
export type Call = {
  method: string;
  path: string;
  query: URLSearchParams;
  body: unknown;
  caller: Caller;
};

export type Reply = { status: number; body: unknown; headers?: Record<string, string> };

/** Ends a call with GitHub's form of an error. */
export class Refused extends Error {
  readonly reply: Reply;

  constructor(status: number, message: string, errors?: unknown[]) {
    super(message);
    const documentation_url = "https://docs.github.com/rest";
    this.reply = {
      status,
      body: { message, ...(errors && { errors }), documentation_url, status: String(status) },
    };
  }
}

export function notFound(): Refused {
  return new Refused(404, "Not Found");
}

export function invalid(
  ...errors: { resource: string; code: string; field?: string; message?: string }[]
): Refused {
  return new Refused(422, "Validation Failed", errors);
}

/** GitHub's pages: `per_page` up to 100, and a link to the next one. */
export function paged(
  call: Call,
  items: unknown[],
  wrap: (page: unknown[]) => unknown = (page) => page,
): Reply {
  const size = Math.min(100, Math.max(1, Number(call.query.get("per_page") ?? 30)));
  const page = Math.max(1, Number(call.query.get("page") ?? 1));
  const slice = items.slice((page - 1) * size, page * size);
  const query = new URLSearchParams(call.query);
  query.set("page", String(page + 1));
  const link = `<http://github.invalid${call.path}?${query.toString()}>; rel="next"`;
  const hasMore = page * size < items.length;
  return { status: 200, body: wrap(slice), ...(hasMore && { headers: { link } }) };
}
