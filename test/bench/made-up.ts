const THINGS = [
  "token",
  "invoice",
  "webhook",
  "project",
  "runner",
  "secret",
  "dashboard",
  "role",
  "backup",
  "domain",
];
const DEEDS = [
  "rotate",
  "delete",
  "rename",
  "export",
  "share",
  "restore",
  "archive",
  "verify",
  "move",
  "limit",
];

const thingOf = (i: number): string => THINGS[i % THINGS.length] ?? "";

/** A question that the made-up article of the same number answers. */
export function madeUpQuestion(i: number): string {
  const deed = DEEDS[Math.floor(i / THINGS.length) % DEEDS.length] ?? "";
  return `How do I ${deed} the ${thingOf(i)} of service ${Math.floor(i / 100)}?`;
}

/** An article of about 200 words; every number gives another one. */
export function madeUpArticle(i: number): { title: string; slug: string; content: string } {
  const title = madeUpQuestion(i);
  const steps = DEEDS.map(
    (deed) =>
      `To ${deed} it, open **Settings** of service ${Math.floor(i / 100)}, choose ${thingOf(i)} ${i} and press ${deed}. ` +
      `Only an owner can ${deed} a ${thingOf(i)}.`,
  );
  return { title, slug: `made-up-${i}`, content: `# ${title}\n\n${steps.join("\n\n")}` };
}
