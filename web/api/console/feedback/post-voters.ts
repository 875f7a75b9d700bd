import type { VoterForAgents } from "@firstline/core";
import { html } from "hono/html";
import type { Html } from "../../pages/layout.ts";
import { personLink } from "../parts.ts";
import { scoreText } from "./post-row.ts";

const usd = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD", maximumFractionDigits: 0 });

/** Who voted, and what their companies' words count; `all`: how many voters there are, with those that are not shown. */
export function voterTable(voters: VoterForAgents[], all: number): Html {
  if (voters.length === 0) return html`<p class="empty">Nobody has voted.</p>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Voters">
    <table class="voters">
      <thead>
        <tr>
          <th scope="col">Person</th>
          <th scope="col">Company</th>
          <th scope="col" class="number">MRR</th>
          <th scope="col" class="number">Weight</th>
        </tr>
      </thead>
      <tbody>
        ${voters.map(
          ({ personId: id, name, value, company, weight }) =>
            html`<tr>
              <td>
                ${personLink({ id, name })}${value < 0 ? html` <span class="faint">against</span>` : ""}
              </td>
              <td>${company?.name ?? html`<span class="faint">none</span>`}</td>
              <td class="number">${company ? usd.format(company.mrrUsd) : ""}</td>
              <td class="number">${scoreText(weight)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    <p class="faint">
      ${all > voters.length ? `These ${voters.length} of ${all} voters weigh most. ` : ""}Several people of
      one company count once.
    </p>
  </div>`;
}
