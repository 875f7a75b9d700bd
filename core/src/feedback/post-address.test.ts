import { expect, test } from "vitest";
import { postPath, postUrl } from "./post-address.ts";

test.each([
  ["Dark mode for the dashboard", "/roadmap/7-dark-mode-for-the-dashboard"],
  ["Größere Schrift", "/roadmap/7-großere-schrift"],
  ["Node.js 24", "/roadmap/7-node-js-24"],
  ["../../etc/passwd", "/roadmap/7-etc-passwd"],
  ["<script>alert(1)</script>", "/roadmap/7-script-alert-1-script"],
  ["!!!", "/roadmap/7"],
  ["x".repeat(150), `/roadmap/7-${"x".repeat(60)}`],
])("%j is read at %s", (title, path) => {
  expect(postPath({ id: 7, title })).toBe(path);
});

test("without a help center there is no address", () => {
  expect(postUrl({ id: 7, title: "Dark mode" }, null)).toBeNull();
  expect(postUrl({ id: 7, title: "Dark mode" }, "https://help.example/")).toBe(
    "https://help.example/roadmap/7-dark-mode",
  );
});
