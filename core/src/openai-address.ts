export const OPENAI_URL = "https://api.openai.com/v1";

/** Whether it is OpenAI itself that answers there, with a slash at the end, too, or another path; it does unless another is named. */
export function isOpenAi(baseUrl: string | undefined): boolean {
  return baseUrl === undefined || URL.parse(baseUrl)?.host === new URL(OPENAI_URL).host;
}
