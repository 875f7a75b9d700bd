import { expect, test } from "vitest";
import { hasFormOfQuestion } from "./index.ts";

test.each([
  "How do I export my data",
  "my export is empty, why?",
  "Wie setze ich mein Passwort zurück",
  "Comment réinitialiser mon mot de passe",
  "¿Dónde están mis facturas?",
  "donde encuentro mis facturas",
  "Come posso annullare",
  "как сбросить пароль",
  "怎样取消订阅",
  "可以导出我的所有数据吗",
  "解約するにはどうすればいいですか",
  "비밀번호를 어떻게 바꾸나요",
  "كيف ألغي اشتراكي",
  "पासवर्ड कैसे बदलें",
])("%s has the form of a question", (text) => {
  expect(hasFormOfQuestion(text)).toBe(true);
});

test.each([
  "Export your data",
  "Island mode",
  "Comment on a post",
  "Come back to a draft",
  "Passwort zurücksetzen",
  "Wiedergabe",
  "取消订阅",
  "パスワードのリセット",
  "Сброс пароля",
  "구독 취소",
])("%s has not", (text) => {
  expect(hasFormOfQuestion(text)).toBe(false);
});
