import { find, findKind, send } from "./dom.ts";

/** Asks for a code from the chat until one is right; false when the visitor gives up. */
export function askWho(): Promise<boolean> {
  const dialog = findKind(HTMLDialogElement, "[data-sign-in]");
  const form = dialog && findKind(HTMLFormElement, "form", dialog);
  const input = dialog && findKind(HTMLInputElement, "input", dialog);
  const said = dialog && find(".said", dialog);
  if (!dialog || !form || !input || !said) return Promise.resolve(false);

  const { promise, resolve } = Promise.withResolvers<boolean>();
  const done = new AbortController();
  const { signal } = done;
  form.addEventListener(
    "submit",
    (event) => {
      event.preventDefault();
      void enter(input.value.trim());
    },
    { signal },
  );
  find("[data-cancel]", dialog)?.addEventListener("click", () => dialog.close(), { signal });
  dialog.addEventListener("close", () => finish(false), { signal });
  said.textContent = "";
  input.value = "";
  dialog.showModal();
  return promise;

  async function enter(code: string): Promise<void> {
    const response = await send("/api/session", { code }).catch(() => null);
    if (response?.ok) return finish(true);
    // Too many tries say nothing about this code.
    const isWrong =
      response !== null && response.status >= 400 && response.status < 500 && response.status !== 429;
    if (said) said.textContent = (isWrong ? dialog?.dataset["bad"] : dialog?.dataset["failed"]) ?? "";
    input?.select();
  }

  function finish(isKnown: boolean): void {
    done.abort();
    resolve(isKnown);
    if (dialog?.open) dialog.close();
  }
}
