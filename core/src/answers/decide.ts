import type { EscalationType } from "../escalations/open.ts";
import type { AnswerDraft } from "../ports.ts";
import type { GuardProblem } from "./guards/guard-reply.ts";
import { routeByConfidence } from "./route.ts";
import type { Route, Thresholds } from "./route.ts";
import { objectionOf } from "./second-look.ts";
import type { SecondLook } from "./second-look.ts";
import type { Verified } from "./grounding/verify-claims.ts";

/** Everything that speaks for or against letting an answer out. */
export type Findings = {
  draft: Pick<AnswerDraft, "needsPerson" | "clarifyingQuestion">;
  confidence: number;
  standing: Verified["standing"];
  problems: GuardProblem[];
  /** A sentence for agents when somebody seems to steer the AI. */
  steering: string | null;
  look: SecondLook;
  /** The answer is in another language than its articles. */
  isTranslated: boolean;
  /** A sentence for agents when another article says otherwise. */
  contradiction: string | null;
  /** A sentence for agents when automatic resolution is off; null when it is allowed. */
  unproven: string | null;
  /** The question leans on something that nobody said ("how do I delete it?"). */
  leansOnNothing: boolean;
  /** Passages that the search found. */
  found: number;
};

export type Decided = {
  /** By confidence alone, or "escalate" for a matter for people. */
  route: Route;
  /** What really happens. */
  outcome: { route: "resolve" | "clarify" } | { route: "escalate"; type: EscalationType; reason: string };
  /** Why `outcome` is more careful than `route`, a sentence for agents; null when it is not. */
  held: string | null;
  /** Nobody seems to have tampered with the question or the articles: what was found may be shown. */
  isTrusted: boolean;
  /** Its statements have no support, or the second look has something against it. */
  isDoubted: boolean;
};

const ACCOUNT = "Somebody must look into the asker's account or data.";

/** The confidence chooses the route; everything else can only make it more careful. */
export function decideRoute(findings: Findings, thresholds: Thresholds): Decided {
  const trust = {
    isTrusted: findings.steering === null && findings.problems.length === 0,
    isDoubted: findings.standing === "weak" || objectionOf(findings.look) !== null,
  };
  const people = findings.draft.needsPerson ?? (findings.look.judgement?.needsAccountAccess ? ACCOUNT : null);
  if (people !== null) {
    const outcome = { route: "escalate" as const, type: "complex_issue" as const, reason: people };
    return { route: "escalate", outcome, held: null, ...trust };
  }
  const route = chooseRoute(findings, thresholds);
  const withheld = reasonToWithhold(findings);
  if (withheld !== null) return { route, outcome: handOver(withheld), held: withheld, ...trust };
  if (route === "escalate") {
    return { route, outcome: handOver(lowConfidence(findings)), held: null, ...trust };
  }
  const held = route === "resolve" ? reasonToAsk(findings) : null;
  return { route, outcome: { route: held === null ? route : "clarify" }, held, ...trust };
}

/** However sure an answer is: a question that must be asked back is not settled by it. */
function chooseRoute({ confidence, draft, leansOnNothing }: Findings, thresholds: Thresholds): Route {
  const route = routeByConfidence(confidence, thresholds);
  const asksBack = draft.clarifyingQuestion !== null || leansOnNothing;
  return route === "resolve" && asksBack ? "clarify" : route;
}

function handOver(reason: string): Decided["outcome"] {
  return { route: "escalate", type: "ai_low_confidence", reason };
}

const PROBLEMS: Record<GuardProblem, string> = {
  secret: "The AI's answer contained what looks like a secret.",
  prompt: "The AI's answer repeated what it was told in confidence.",
  link: "The AI's answer linked to an address that no cited article names.",
};

/** What nobody but agents may see as it is. */
function reasonToWithhold({ steering, problems, standing, look }: Findings): string | null {
  if (steering !== null) return steering;
  const [problem] = problems;
  if (problem !== undefined) return PROBLEMS[problem];
  if (standing === "weak") return "Parts of the AI's answer have no support in the articles.";
  const objection = objectionOf(look);
  return objection?.severity === "withhold" ? objection.reason : null;
}

const TRANSLATED =
  "The answer is in another language than its articles, so that its words could not be compared with theirs.";

/** What may be said, but not as if it settled the matter. */
function reasonToAsk({ look, contradiction, unproven, isTranslated }: Findings): string | null {
  if (look.failed) return "The second look at the answer failed.";
  return objectionOf(look)?.reason ?? contradiction ?? (isTranslated ? TRANSLATED : unproven);
}

function lowConfidence({ found, confidence }: Findings): string {
  if (found === 0) return "Nothing in the knowledge base matches the question.";
  return `The AI is only ${Math.round(confidence * 100)} % sure that its answer is right.`;
}
