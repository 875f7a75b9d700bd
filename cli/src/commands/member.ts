import { erasePerson, exportPerson, findMember } from "@firstline/core";
import type { Config, ErasedPerson, PersonRecord } from "@firstline/core";
import { inWorkspace } from "./github.ts";

export type MemberOptions = { member: string };
export type EraseMemberOptions = MemberOptions & { yes?: boolean; json?: boolean };

export async function runMemberExport(config: Config, { member }: MemberOptions): Promise<number> {
  return inWorkspace(config, async ({ ctx, workspaceId }) => {
    const { id: personId } = await findMember(ctx, { workspaceId, member });
    console.log(JSON.stringify(await exportPerson(ctx, { workspaceId, personId, by: null }), null, 2));
    return 0;
  });
}

/** Nothing brings back what is erased: who it is has to be seen first. */
export async function runMemberErase(config: Config, options: EraseMemberOptions): Promise<number> {
  return inWorkspace(config, async ({ ctx, workspaceId }) => {
    const person = await findMember(ctx, { workspaceId, member: options.member });
    if (!options.yes) {
      console.error(
        `This is ${describe(person)}. Nothing was erased: add --yes to erase everything for good.`,
      );
      return 1;
    }
    const erased = await erasePerson(ctx, { workspaceId, personId: person.id, by: null });
    if (options.json) console.log(JSON.stringify({ personId: person.id, ...erased }, null, 2));
    else console.log(`Everything of #${person.id} is erased: ${amountOf(erased)}.`);
    return 0;
  });
}

function describe({ id, name, email, role, identities, erasedAt }: PersonRecord): string {
  if (erasedAt !== null) return `#${id}, who was erased on ${erasedAt.toISOString().slice(0, 10)}`;
  const known = identities.map(({ platform, externalId }) => `${platform}:${externalId}`);
  return `#${id} ${[name, ...(email === null ? [] : [email]), role, ...known].join(", ")}`;
}

function amountOf({ tickets, messages, posts, votes }: ErasedPerson): string {
  return [
    count(tickets, "ticket"),
    `${count(messages, "message")} in tickets of others`,
    count(posts, "feedback post"),
    count(votes, "vote"),
  ].join(", ");
}

const count = (many: number, of: string): string => `${many} ${of}${many === 1 ? "" : "s"}`;
