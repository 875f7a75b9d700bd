import type { ModalView } from "@slack/types";
import type { WebClient } from "@slack/web-api";
import { afterEach, beforeEach, expect, test } from "vitest";
import { newTriggerId } from "./core.ts";
import { type SlackStandin, startSlack } from "./index.ts";
import { errorOf, newClient } from "./support.ts";

let slack: SlackStandin;
let client: WebClient;
let ann: string;

const modal = (title: string, fields: Partial<ModalView> = {}): ModalView => ({
  type: "modal",
  title: { type: "plain_text", text: title },
  blocks: [{ type: "divider" }],
  ...fields,
});

beforeEach(async () => {
  slack = await startSlack({ retryDelaysMs: [] });
  client = newClient(slack);
  ann = slack.addUser({ name: "ann" });
});

afterEach(async () => {
  await slack.stop();
});

async function open(view: ModalView): Promise<{ id: string; hash: string }> {
  const opened = await client.views.open({ trigger_id: newTriggerId(slack.core, ann), view });
  return { id: opened.view?.id ?? "", hash: opened.view?.hash ?? "" };
}

test("an update with an outdated hash is refused, one with the right hash makes a new one", async () => {
  const { id, hash } = await open(modal("One"));

  const updated = await client.views.update({ view_id: id, hash, view: modal("Two") });
  const stale = await errorOf(client.views.update({ view_id: id, hash, view: modal("Three") }));
  const lost = await errorOf(client.views.update({ view_id: "V0000000000", view: modal("Four") }));

  expect(updated.view).toMatchObject({ id, title: { text: "Two" } });
  expect([stale, lost]).toEqual(["hash_conflict", "not_found"]);
});

test("a modal takes two more views on top and external ids are unique", async () => {
  const { id } = await open(modal("One", { external_id: "mine" }));
  const push = async (view: ModalView): Promise<string> =>
    errorOf(client.views.push({ trigger_id: newTriggerId(slack.core, ann, id), view }));

  const taken = await push(modal("Two", { external_id: "mine" }));
  const outcomes = [await push(modal("Two")), await push(modal("Three")), await push(modal("Four"))];

  expect(taken).toBe("duplicate_external_id");
  expect(outcomes).toEqual(["ok", "ok", "push_limit_reached"]);
  expect(slack.views().map(({ rootViewId }) => rootViewId)).toEqual([id, id, id]);
});

test("bad views and bad triggers are refused", async () => {
  const trigger = newTriggerId(slack.core, ann);
  const bulk = Array.from({ length: 90 }, () => ({
    type: "section" as const,
    text: { type: "mrkdwn" as const, text: "x".repeat(2900) },
  }));

  const long = await errorOf(client.views.open({ trigger_id: trigger, view: modal("x".repeat(25)) }));
  const large = await errorOf(
    client.views.open({ trigger_id: trigger, view: modal("One", { blocks: bulk }) }),
  );
  const shape = await errorOf(client.views.open({ trigger_id: "nonsense", view: modal("One") }));
  const unknown = await errorOf(client.views.open({ trigger_id: "1.2.abc", view: modal("One") }));
  const still = await errorOf(client.views.open({ trigger_id: trigger, view: modal("One") }));

  expect([long, large, shape, unknown, still]).toEqual([
    "invalid_arguments",
    "view_too_large",
    "invalid_trigger_id",
    "invalid_trigger_id",
    "ok",
  ]);
});

test("calls are listed with converted arguments", async () => {
  await open(modal("One"));

  expect(slack.calls("views.open")).toMatchObject([
    { ok: true, args: { view: { type: "modal", title: { text: "One" } } } },
  ]);
  expect(JSON.stringify(slack.calls())).not.toContain(slack.botToken);
});
