import type { ModalView } from "@slack/types";
import type { SlackContext } from "./context.ts";
import { toUpstreamError } from "./errors.ts";

/** Shows a form to whoever has just clicked or called. Throws `UpstreamError`. */
export async function openView(
  { client }: Pick<SlackContext, "client">,
  trigger: string,
  view: ModalView,
): Promise<void> {
  try {
    await client.views.open({ trigger_id: trigger, view });
  } catch (error) {
    throw toUpstreamError(error);
  }
}
