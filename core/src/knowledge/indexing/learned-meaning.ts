import type { Embedder } from "../../ports.ts";

/** Whether an embedder has learned what words mean, so that texts without a word in common can be near each other. */
export const hasLearnedMeaning = ({ model }: Pick<Embedder, "model">): boolean =>
  !model.startsWith("offline-");
