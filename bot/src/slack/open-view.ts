import { ConflictError } from "@firstline/core";
import type { ModalView } from "@slack/types";
import type { SlackContext } from "./context.ts";
import { slackCode, toUpstreamError } from "./errors.ts";

const TOO_LATE = "Slack lets me show a form for three seconds only, and they were over. Please try again.";

/** Shows a form to whoever has just clicked or called. Throws `UpstreamError`, and `ConflictError` when it is too late. */
export async function openView(
  { client }: Pick<SlackContext, "client">,
  trigger: string,
  view: ModalView,
): Promise<void> {
  try {
    await client.views.open({ trigger_id: trigger, view });
  } catch (error) {
    const code = slackCode(error);
    // The click came twice, or the answer to the first call was lost: the form is there.
    if (code === "exchanged_trigger_id") return;
    if (code === "expired_trigger_id") throw new ConflictError(TOO_LATE, { cause: error });
    throw toUpstreamError(error);
  }
}
