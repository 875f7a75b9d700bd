import { find } from "./dom.ts";

const ADDRESS = "/api/session";

/** Says as whom this browser votes, with a way out for whoever shares it. */
export async function showWho(): Promise<void> {
  const response = await fetch(ADDRESS).catch(() => null);
  if (!response?.ok) return;
  const { person }: { person?: { name: string } | null } = await response.json();
  if (person)
    tell(
      find("[data-known]")?.dataset["known"]?.replace("{name}", () => person.name),
      true,
    );
}

/** Where it fails, the name and the button stay. */
export function startSigningOut(onLeft: () => Promise<void>): void {
  const button = find("[data-leave]");
  button?.addEventListener("click", () => void leave());

  async function leave(): Promise<void> {
    const response = await fetch(ADDRESS, { method: "DELETE" }).catch(() => null);
    if (!response?.ok) return;
    tell(find("[data-left]")?.dataset["left"], false);
    await onLeft();
  }
}

function tell(text: string | undefined, isKnown: boolean): void {
  const place = find("[data-who]");
  const said = find("[role=status]", place ?? document);
  const button = find("[data-leave]");
  if (place) place.hidden = false;
  if (said) said.textContent = text ?? "";
  if (button) button.hidden = !isKnown;
}
