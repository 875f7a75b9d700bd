import { describe, expect, test } from "vitest";
import { withoutPii } from "./pii.ts";

const NOBODY = { names: [], emails: [], handles: [] };
const clean = (text: string): string => withoutPii(text, NOBODY).text;

describe("what says who somebody is goes", () => {
  test.each([
    ["an address of mail", "write to mia.member+x@mail.example.org please", "write to [email] please"],
    ["Slack's form of it", "mail <mailto:mia@example.org|mia@example.org> now", "mail [email] now"],
    ["a phone number with its country", "+41 (0)44 668 18 00", "[phone]"],
    ["a phone number after a cue", "call me at 555 0123 99", "call me at [phone]"],
    ["an American phone number", "(555) 123-4567 ext. 12", "[phone]"],
    ["a French phone number", "03.93.92.16.85", "[phone]"],
    ["an internet address", "blocked for 41.173.96.26 today", "blocked for [ip] today"],
    ["one after a cue, however small", "from ip 8.8.4.4:443", "from ip [ip]:443"],
    ["a long internet address", "2a02:1210:2e61:c700::1", "[ip]"],
    ["a payment card", "card 4111 1111 1111 1111 failed", "card [card] failed"],
    ["a bank account", "pay DE89 3704 0044 0532 0130 00 now", "pay [bank account] now"],
    ["a social security number", "SSN: 460-89-9847", "SSN: [id number]"],
    ["a folder of a person", "at /home/mia/app/index.js:3", "at /home/[user]/app/index.js:3"],
    ["one on a Mac", "/Users/mia.member/dev", "/Users/[user]/dev"],
    ["one on Windows", String.raw`C:\Users\Mia Member\app.log`, String.raw`C:\Users\[user]\app.log`],
    ["a mention on Slack", "<@U012AB3CD> saw it in <#C01ABC|help>", "[id] saw it in [id]"],
    ["a mention on Discord", "<@!175928847299117063> and 175928847299117063", "[id] and [id]"],
    ["a postal address", "I live at 1659 Long Hill Road Apt. 3", "I live at [address]"],
    ["a name that is said", "Hi, my name is Zoe Young.", "Hi, my name is [name]."],
    ["a signature", "It crashes.\n\nBest regards,\nZoe Young", "It crashes.\n\nBest regards,\n[name]"],
  ])("%s", (_, text, expected) => {
    expect(clean(text)).toBe(expected);
  });
});

describe("what opens something goes", () => {
  test.each([
    ["a token", `use ghp_${"a1B2".repeat(9)} here`, "use [hidden] here"],
    ["a short password", "password: hunter2!", "password: [hidden]"],
    ["a variable", "STRIPE_SECRET_KEY=whatever-1", "STRIPE_SECRET_KEY=[hidden]"],
    ["one in a file of settings", "DB_PASSWORD: hunter2!", "DB_PASSWORD: [hidden]"],
    ["one of a program's settings", "db.user_password = hunter2!", "db.user_password = [hidden]"],
    ["one of Postgres", "PGPASSWORD=hunter2 psql", "PGPASSWORD=[hidden] psql"],
    ["Amazon's key", `aws_secret_access_key = ${"aB3/".repeat(10)}`, "aws_secret_access_key = [hidden]"],
    ["a user of curl", "curl -s -u mia:hunter2 https://x.test", "curl -s -u [hidden] https://x.test"],
    ["a header", "> Authorization: Basic bWlhOnB3", "> Authorization: [hidden]"],
    ["a cookie", "Cookie: sid=1; theme=dark", "Cookie: [hidden]"],
    ["a password in an address", "postgres://app:s3cretpw@db:5432/x", "postgres://[hidden]@db:5432/x"],
    ["a token in an address", "https://x.test/cb?code=4f9a&x=1", "https://x.test/cb?code=[hidden]&x=1"],
  ])("%s", (_, text, expected) => {
    expect(clean(text)).toBe(expected);
  });
});

describe("what helps maintainers stays", () => {
  test.each([
    ["the machine itself", "connect ECONNREFUSED 127.0.0.1:5432 and ::1"],
    ["private networks", "192.168.0.17, 10.1.2.3 and 0.0.0.0"],
    ["versions of four numbers", "SeaMonkey 2.53.18.2, Chrome/120.0.6099.109, app v1.2.3.4"],
    ["dates and times", "2026-11-22 12:03:04.123 +0100, 22.11.2026"],
    ["timestamps and codes", "1763812800000 exit code 137, 0x7ffd12345678"],
    ["commits and ids", "4536227a0aba11d6c00dbd8cef6b7068f5336db0"],
    ["packages and decorators", "@angular/core@17.3.0 with @Injectable()"],
    ["C++ names", "std::vector<a::b>::push_back"],
    ["a trace", "at Object.<anonymous> (/app/src/index.js:10:15)"],
    ["folders of machines", "/home/runner/work and /Users/Shared"],
    ["talk of passwords", "The password is wrong and the token is invalid: token = null"],
    ["names of settings", "set db_password, user_password: required, and reset-password is a page"],
    ["other options of curl", "curl -v --user-agent x https://x.test:8080/a:b"],
    ["an issue's number and a count", "see #1234, 1,234,567 rows in 12.5 s"],
    ["a user agent", "AppleWebKit/537.36 (KHTML, like Gecko) Mobile Safari/537.36"],
  ])("%s", (_, text) => {
    expect(clean(text)).toBe(text);
  });
});

describe("people we know", () => {
  const known = { names: ["Mia Özil"], emails: ["mia@corp"], handles: ["mia_42"] };

  test("go by their whole name, its parts, and their handle", () => {
    const { text, removed } = withoutPii("Mia Özil (@mia_42, mia@corp): Mia's app; özil is lower", known);

    expect(text).toBe("[name] ([name], [email]): [name]'s app; özil is lower");
    expect(removed.name).toBe(3);
    expect(removed.email).toBe(1);
  });

  test("whose names are words lose only the whole of them", () => {
    const { text } = withoutPii("Mark May wrote: Mark it in May. Marked.", {
      ...known,
      names: ["Mark May", "Bug", "Al"],
    });

    expect(text).toBe("[name] wrote: Mark it in May. Marked.");
  });

  test("may have names full of signs", () => {
    expect(withoutPii("a.*(b and axxb", { ...known, names: ["a.*(b"] }).text).toBe("[name] and axxb");
  });
});

test("a flood takes no longer than a page", () => {
  const floods = ["a@".repeat(20_000), "1 ".repeat(20_000), "a".repeat(40_000), "1:".repeat(20_000)];

  for (const flood of floods) expect(typeof clean(flood)).toBe("string");
});
