/** What the real service would answer to a request it does not accept. */
export class Rejection extends Error {
  readonly status: number;
  readonly code: string | null;
  readonly param: string | null;

  constructor(status: number, message: string, options: { code?: string; param?: string } = {}) {
    super(message);
    this.name = "Rejection";
    this.status = status;
    this.code = options.code ?? null;
    this.param = options.param ?? null;
  }
}

const ANTHROPIC_TYPES: Record<number, string> = {
  400: "invalid_request_error",
  401: "authentication_error",
  402: "billing_error",
  403: "permission_error",
  404: "not_found_error",
  413: "request_too_large",
  429: "rate_limit_error",
  529: "overloaded_error",
};

export function toAnthropicError({ status, message, code }: Rejection): object {
  const details = code === null ? {} : { details: { error_code: code } };
  const error = { type: ANTHROPIC_TYPES[status] ?? "api_error", message, ...details };
  return { type: "error", error, request_id: "req_standin" };
}

export function toOpenAiError({ status, message, code, param }: Rejection): object {
  const type = status >= 500 ? "server_error" : status === 429 ? "rate_limit_error" : "invalid_request_error";
  return { error: { message, type, param, code } };
}
