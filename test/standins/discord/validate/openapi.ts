import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { ErrorObject, ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { Answer, Route } from "../http/call.ts";
import { Issues } from "../issues.ts";
import type { Json, JsonObject } from "../json.ts";
import { isObject, objectOr, objectOrNull, parseJson } from "../json.ts";

/** Discord's own OpenAPI document lies beside the checkout on machines that have it; it is not ours to copy. */
const DOCUMENT = fileURLToPath(new URL("../../../../../shared/specs/discord-openapi.json", import.meta.url));

interface Document {
  readonly paths: JsonObject;
  readonly ajv: Ajv2020;
}

let loaded: Document | null | undefined;
const compiled = new Map<string, ValidateFunction | null>();

function load(): Document | null {
  if (loaded !== undefined) return loaded;
  if (!existsSync(DOCUMENT)) {
    console.info(
      "Discord's OpenAPI document is not on this machine: calls meet this stand-in's own checks only.",
    );
    loaded = null;
    return loaded;
  }
  const document = objectOrNull(parseJson(readFileSync(DOCUMENT, "utf8")));
  if (!document) throw new Error(`${DOCUMENT} holds no OpenAPI document`);
  const ajv = new Ajv2020({ strict: false, validateSchema: false, allErrors: true, logger: false });
  addFormats(ajv);
  ajv.addSchema(document, "discord");
  loaded = { paths: objectOrNull(document["paths"]) ?? {}, ajv };
  return loaded;
}

function addFormats(ajv: Ajv2020): void {
  ajv.addFormat("snowflake", /^(?:0|[1-9]\d{0,19})$/);
  ajv.addFormat("date-time", (text) => !Number.isNaN(Date.parse(text)));
  ajv.addFormat("uri", (text) => URL.canParse(text));
  for (const open of ["nonce", "int32", "int64", "double", "permission-bitfield"]) ajv.addFormat(open, true);
}

function pathOf(route: Pick<Route, "template">): string {
  return route.template.replaceAll(/:(\w+)/g, "{$1}");
}

/** The schema at a pointer of the document, compiled once; null when the document has none there. */
function validatorAt(document: Document, pointer: readonly string[]): ValidateFunction | null {
  const key = pointer.join(" ");
  const known = compiled.get(key);
  if (known !== undefined) return known;
  let place: Json | undefined = document.paths;
  for (const step of pointer) place = isObject(place) ? place[step] : undefined;
  const made =
    place === undefined ? null : document.ajv.compile({ $ref: `discord#/paths/${toPointer(pointer)}` });
  compiled.set(key, made);
  return made;
}

function toPointer(steps: readonly string[]): string {
  return steps.map((step) => encodeURIComponent(step.replaceAll("~", "~0").replaceAll("/", "~1"))).join("/");
}

function requestValidator(
  document: Document,
  route: Pick<Route, "method" | "template">,
): ValidateFunction | null {
  const method = route.method.toLowerCase();
  return validatorAt(document, [
    pathOf(route),
    method,
    "requestBody",
    "content",
    "application/json",
    "schema",
  ]);
}

/** Compiling takes up to a third of a second a form: the frequent ones are made before anybody waits for them. */
export function prepareDocument(): void {
  const document = load();
  if (!document) return;
  const frequent: [string, string][] = [
    ["POST", "/channels/:channel_id/messages"],
    ["PATCH", "/channels/:channel_id/messages/:message_id"],
    ["PATCH", "/channels/:channel_id"],
    ["POST", "/channels/:channel_id/threads"],
    ["POST", "/interactions/:interaction_id/:interaction_token/callback"],
    ["POST", "/webhooks/:webhook_id/:webhook_token"],
  ];
  for (const [method, template] of frequent) requestValidator(document, { method, template });
}

/** Throws 50035 for a body that Discord's document does not allow. Query parameters are checked by the routes. */
export function checkRequest(route: Route, body: Json, hasFiles: boolean): void {
  const document = load();
  if (!document || (body === null && hasFiles)) return;
  const validate = requestValidator(document, route);
  if (!validate || validate(withNumbers(body ?? {}))) return;
  const issues = new Issues();
  for (const error of deepest(validate.errors ?? [])) addError(issues, error);
  if (issues.count === 0) issues.add([], "UNION_TYPE_CHOICES", "The body fits no form that is allowed here.");
  throw issues.toError();
}

const BITS: readonly string[] = ["default_member_permissions", "allow", "deny", "permissions"];

/** Discord's document asks for numbers where its service takes bits as text too, which is what clients send. */
function withNumbers(value: Json): Json {
  if (Array.isArray(value)) return value.map(withNumbers);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, entry]): [string, Json | undefined] => {
    if (key === "attachments" && Array.isArray(entry)) return [key, entry.map(withTextId)];
    const isBits = BITS.includes(key) && typeof entry === "string" && /^\d+$/.test(entry);
    if (isBits) return [key, Number(entry)];
    return [key, entry === undefined ? undefined : withNumbers(entry)];
  });
  return Object.fromEntries(entries);
}

/** The number of an uploaded file may be a number. */
function withTextId(entry: Json): Json {
  return isObject(entry) && typeof entry["id"] === "number" ? { ...entry, id: String(entry["id"]) } : entry;
}

/** Of the branches of a union only the errors that lie deepest say what is wrong with the branch that was meant. */
function deepest(errors: readonly ErrorObject[]): ErrorObject[] {
  const telling = errors.filter((error) => !["oneOf", "anyOf", "const", "enum"].includes(error.keyword));
  const from = telling.length > 0 ? telling : [...errors];
  const depth = Math.max(...from.map((error) => error.instancePath.split("/").length));
  return from.filter((error) => error.instancePath.split("/").length === depth).slice(0, 5);
}

function addError(issues: Issues, error: ErrorObject): void {
  const path = error.instancePath.split("/").slice(1);
  if (error.keyword === "required") {
    const missing: unknown = error.params["missingProperty"];
    issues.required([...path, String(missing)]);
    return;
  }
  const codes: Record<string, string> = {
    maxLength: "BASE_TYPE_MAX_LENGTH",
    minLength: "BASE_TYPE_BAD_LENGTH",
    maxItems: "BASE_TYPE_BAD_LENGTH",
    minItems: "BASE_TYPE_BAD_LENGTH",
    enum: "BASE_TYPE_CHOICES",
    maximum: "NUMBER_TYPE_MAX",
    minimum: "NUMBER_TYPE_MIN",
    type: "BASE_TYPE_CONVERT",
  };
  issues.add(path, codes[error.keyword] ?? "BASE_TYPE_INVALID", error.message ?? "Invalid value");
}

/** A path that Discord has, whether or not this stand-in knows it. */
export function isDocumented(method: string, path: string): boolean {
  const segments = path.split("/");
  return Object.entries(load()?.paths ?? {}).some(([template, methods]) => {
    const parts = template.split("/");
    const fits = (part: string, at: number): boolean => part.startsWith("{") || part === segments[at];
    return parts.length === segments.length && parts.every(fits) && method.toLowerCase() in objectOr(methods);
  });
}

/** Throws when the stand-in itself answers what Discord never would. */
export function checkAnswer(route: Route, answer: Answer): void {
  const document = load();
  if (!document || answer.body === undefined) return;
  const method = route.method.toLowerCase();
  const pointer = [
    pathOf(route),
    method,
    "responses",
    String(answer.status),
    "content",
    "application/json",
    "schema",
  ];
  const validate = validatorAt(document, pointer);
  if (!validate || validate(answer.body)) return;
  const found = deepest(validate.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ""}`);
  throw new Error(`The stand-in answers ${method} ${route.template} unlike Discord: ${found.join("; ")}`);
}
