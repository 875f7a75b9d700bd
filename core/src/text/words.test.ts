import { expect, test } from "vitest";
import { splitSentences } from "./sentences.ts";
import { stem } from "./languages/stem.ts";
import { contentTermsOf, termsOf } from "./words.ts";

test.each([
  ["configures", "configuring"],
  ["configure", "configured"],
  ["policies", "policy"],
  ["deleting", "deleted"],
  ["stopped", "stop"],
  ["boxes", "box"],
])("%s and %s have one stem", (one, other) => {
  expect(stem(one)).toBe(stem(other));
});

test.each(["this", "class", "status", "news", "ray", "thing"])(
  "%s is not mangled into another word's stem",
  (word) => {
    expect(word.startsWith(stem(word))).toBe(true);
  },
);

test("an identifier is found whole and by its parts", () => {
  expect(termsOf("ray.init num_cpus MyHTTPServer")).toEqual(
    expect.arrayContaining([
      "ray.init",
      "ray",
      "init",
      "num_cpus",
      "num",
      "cpu",
      "myhttpserver",
      "http",
      "server",
    ]),
  );
});

test("an error code stays whole", () => {
  expect(termsOf("Error 0x80070005 and ECONNREFUSED")).toEqual(expect.arrayContaining(["0x80070005"]));
});

test("a question keeps its content words only, unless there are none", () => {
  expect(contentTermsOf("How do I delete my account?")).toEqual(["delet", "account"]);
  expect(contentTermsOf("What is it?")).not.toHaveLength(0);
});

test("text without spaces between words is matched by pairs of characters", () => {
  expect(termsOf("東京都")).toEqual(["東京", "京都"]);
});

test("a name inside of such a text is found as anywhere", () => {
  expect(termsOf("连接GitHub仓库")).toEqual(["连接", "github", "git", "hub", "仓库"]);
});

test.each([
  ["如何重置密码？", ["重置", "置密", "密码"]],
  ["我忘了密码怎么办", ["密码"]],
  ["言語を変更するにはどうすればいいですか", ["言語", "変更"]],
  ["在哪里可以找到发票？", ["找到", "发票"]],
])("%s is about little of what it says", (question, terms) => {
  expect(contentTermsOf(question)).toEqual(terms);
});

test.each(["パスワード", "はい", "怎么办"])("%s still finds something", (question) => {
  expect(contentTermsOf(question)).not.toHaveLength(0);
});

test.each([
  ["비밀번호를 어떻게 재설정하나요?", ["비밀", "밀번", "번호", "재설", "설정"]],
  ["GitHub는 연결하려면", ["github", "git", "hub", "연결"]],
])("%s is found by the syllables of its nouns", (question, terms) => {
  expect(contentTermsOf(question)).toEqual(terms);
});

test.each([
  ["पासवर्ड कैसे बदलें", "hi", ["पासवर्ड", "बदल"]],
  ["كيف ألغي الاشتراكَ", "ar", ["الغ", "اشتراك"]],
  ["şifremi nasıl sıfırlarım", "tr", ["sifre", "sifir"]],
  ["jak anulować subskrypcję", "pl", ["anul", "subskrypcj"]],
  ["zapomněl jsem hesla", "cs", ["zapomnel", "hesl"]],
  ["як скинути пароль", "uk", ["скинут", "парол"]],
] as const)("%s keeps its words whole, without what stands around them", (question, language, terms) => {
  expect(contentTermsOf(question, language)).toEqual(terms);
});

test("a sentence may end without a space behind it", () => {
  expect(splitSentences("打开“设置”。点击「导出。」完成！真的？？ 是的。")).toEqual([
    "打开“设置”。",
    "点击「导出。」",
    "完成！",
    "真的？？",
    "是的。",
  ]);
});

test("abbreviations and initials do not end a sentence", () => {
  expect(splitSentences("Use a key, e.g. one of Dr. Smith. Then go on! Why not?")).toEqual([
    "Use a key, e.g. one of Dr. Smith.",
    "Then go on!",
    "Why not?",
  ]);
});
