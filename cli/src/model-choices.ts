/** Who may answer the questions of an evaluation. */
export const MODEL_CHOICES = ["offline", "anthropic", "openai"] as const;
export type ModelChoice = (typeof MODEL_CHOICES)[number];
