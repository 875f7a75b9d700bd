import { expect, test } from "vitest";
import { PERSON_THRESHOLD, scorePerson } from "./wants-person.ts";

test.each([
  "Ich möchte bitte einen echten Menschen",
  "Quero falar com uma pessoa",
  "Ik wil met een medewerker praten",
  "Хочу поговорить с оператором",
  "أريد التحدث إلى شخص",
  "我要人工客服",
  "オペレーターと話したい",
])("%j asks for a person", (text) => {
  expect(scorePerson(text)).toBeGreaterThanOrEqual(PERSON_THRESHOLD);
});

test.each([
  "Wie lege ich einen Mitarbeiter an?",
  "¿Cómo añado un agente?",
  "Как добавить человека в команду?",
])("%j does not", (text) => {
  expect(scorePerson(text)).toBeLessThan(PERSON_THRESHOLD);
});
