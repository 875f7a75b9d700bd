import { expect, test } from "vitest";
import { findRiskyCode } from "./risky-code.ts";

const changed = (after: string, before: string | null = null) => [{ path: "src/a.js", before, after }];

test.each([
  ["a loop", "for (let i = 0; i < items.length; i += 1) sum += items[i].price;"],
  ["a test", 'import { test } from "node:test";\ntest("sums", () => assert.equal(total([1]), 1));'],
  ["a search by pattern", "const match = /a(b)/u.exec(text);"],
  ["a name that contains one of these", "prefetch(items); evaluate(items); system.execute();"],
  ["a Python fix", "def total(items):\n    return sum(item.price for item in items)\n"],
  ["a Go fix", 'package cart\n\nimport "fmt"\n\nfunc Total() { fmt.Println("x") }\n'],
  ["an example address", 'expect(parse("https://example.com/a")).toBe("https://shop.test/a");'],
  ["a deletion", ""],
  ["a hash in a test", 'expect(hash("a")).toBe("0cc175b9c0f1b6a831c399e269772661");'],
])("%s is nothing to worry about", (_what, code) => {
  expect(findRiskyCode(changed(code))).toEqual([]);
});

test.each([
  ["network", 'await fetch("/x?" + secret);', "network"],
  ["network", 'import https from "node:https";', "network"],
  ["network", "import requests\nrequests.post(u)", "network"],
  ["network", 'import (\n\t"net/http"\n)', "network"],
  ["network", "curl -s -d @- $URL", "network"],
  ["environment", "console.log(process.env);", "environment"],
  ["environment", 'console.log(process["env"]);', "environment"],
  ["environment", "print(os.environ)", "environment"],
  ["environment", 'os.Getenv("HOME")', "environment"],
  ["programs", 'import { execSync } from "node:child_process";', "programs"],
  ["programs", "subprocess.run(['sh'])", "programs"],
  ["code", "eval(input);", "as code"],
  ["code", 'globalThis["ev" + "al"](x);', "as code"],
  ["code", "new Function(x)();", "as code"],
  ["code", "require(name);", "as code"],
  ["code", "f\\u0065tch(x);", "as code"],
  ["code", '[].constructor.constructor("return 1")();', "as code"],
  ["decoding", 'Buffer.from(x, "base64")', "hidden text"],
  ["places", 'readFileSync("/proc/self/environ")', "secrets"],
  ["places", "const name = 'GITHUB_TOKEN';", "secrets"],
  ["orders", 'console.log("::set-env name=PATH::/tmp");', "orders"],
  ["an address", 'const u = "https://evil.invalid.io/x";', "address"],
  ["a blob", `const x = "${"QUJD".repeat(60)}";`, "nobody can read"],
])("new code with %s is told: %s", (_what, code, said) => {
  expect(findRiskyCode(changed(code)).join()).toContain(said);
  expect(findRiskyCode(changed(`let a = 1;\n${code}`, "let a = 1;\n")).join()).toContain(said);
});

test("what a file did before, it may go on doing", () => {
  const before = 'const a = await fetch("https://api.shop.io/a");\n';

  expect(
    findRiskyCode(changed(`${before}const b = await fetch("https://api.shop.io/b");\n`, before)),
  ).toEqual([]);
  expect(findRiskyCode(changed(`${before}await fetch("https://evil.io/");\n`, before))).toEqual([
    "The new code in src/a.js names an address that was not there before.",
  ]);
});

test("what is there but not changed counts for nothing", () => {
  expect(findRiskyCode([{ path: "a.js", before: "eval(x)", after: null }])).toEqual([]);
});
