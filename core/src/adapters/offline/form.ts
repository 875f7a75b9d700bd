/** What kind of answer a question asks for. */
export type QuestionForm = {
  wantsSteps: boolean;
  wantsCode: boolean;
  wantsNumber: boolean;
  wantsDefinition: boolean;
  /** Can be answered by yes or no. */
  isPolar: boolean;
};

const STEPS = /\b(?:how (?:do|does|can|could|should|would|to)|steps?|set ?up|guide me|walk me through)\b/i;
const CODE = /\b(?:examples?|samples?|code|snippets?|commands?|syntax|queries|query|sql)\b|`/i;
const NUMBER =
  /\b(?:how (?:many|much|long|often|old|big|large|fast)|what (?:year|date|time)|when|price|cost|limits?)\b/i;
const DEFINITION = /\b(?:what(?:'s| is| are)|what does .{1,60} mean|meaning of|define|definition of)\b/i;
const POLAR =
  /^\W*(?:(?:hi|hello|hey|ok|so|and|but|please)\W+)*(?:is|are|was|were|do|does|did|can|could|will|would|should|must|may|has|have|am)\b/i;

export function readForm(question: string): QuestionForm {
  return {
    wantsSteps: STEPS.test(question),
    wantsCode: CODE.test(question),
    wantsNumber: NUMBER.test(question),
    wantsDefinition: DEFINITION.test(question),
    isPolar: POLAR.test(question),
  };
}
