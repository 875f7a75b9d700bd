import { expect, test } from "vitest";
import { detectPriority, detectType, isRemark, wantsPerson } from "./detect.ts";

test.each([
  ["I want to cancel my subscription", "cancellation"],
  ["please delete my account", "cancellation"],
  ["where is my invoice for March?", "billing"],
  ["I was charged twice, can I get a refund", "billing"],
  ["It would be great if you could add dark mode", "feature"],
  ["TypeError: undefined is not a function since the update", "bug"],
  ["The worker crashes on start", "bug"],
  ["how do I handle an error in a callback?", "general"],
  ["How do I import my docs?", "general"],
] as const)("%j is of type %s", (text, type) => {
  expect(detectType(text)).toBe(type);
});

test.each([
  ["URGENT: production is down", "urgent"],
  ["we are blocked by this", "high"],
  ["small typo on the pricing page, no rush", "low"],
  ["how do I add a user", "normal"],
] as const)("%j has priority %s", (text, priority) => {
  expect(detectPriority(text)).toBe(priority);
});

test.each([
  "can I talk to a human please",
  "I want to speak with a real person",
  "get me an agent",
  "connect me to support",
  "this is going in circles, please put me through to somebody",
  "no bots please, I need a human",
  "ich will mit einem Menschen sprechen",
])("%j asks for a person", (text) => {
  expect(wantsPerson(text)).toBe(true);
});

test.each([
  "how do I create a person record?",
  "my agent process crashes",
  "is the human readable format documented",
  "how do I deploy the monitoring agent",
  "does anybody know how to invite a person to a channel?",
  "How do I contact the API from the browser?",
])("%j does not", (text) => {
  expect(wantsPerson(text)).toBe(false);
});

test.each([
  "How do I cancel a running job?",
  "delete a branch",
  "How do I close an issue from a commit message?",
  "how do I issue a refund with the API?",
  "Which webhook is sent when an invoice is paid?",
  "how to terminate a process that hangs",
  "remove a member from a channel",
])("%j is a question about software, not about a contract or a bill", (text) => {
  expect(detectType(text)).toBe("general");
});

test.each(["nice work!", "lol same", "Good morning!"])("%j is a remark", (text) => {
  expect(isRemark(text)).toBe(true);
});

test.each([
  "Cannot log in",
  "2fa",
  "it does not work",
  "Error: ENOENT",
  "any update?",
  "(attached: screenshot.png)",
  "One more thing about the token",
  "I have a problem",
  "The page is blank in Safari",
  "Wo finde ich das?",
  "我无法登录",
  "不想再付费了，在哪里取消",
  "ログインできません",
  "спасибо, но вход не работает",
])("%j is not", (text) => {
  expect(isRemark(text)).toBe(false);
});
