import { describe, expect, test } from "vitest";
import { readRepositorySettings } from "../github/repository-settings.ts";
import type { TreeFile } from "../ports.ts";
import { CHANGED_WHEN_NAMED, NEVER_CHANGED, SECRET_FILES } from "./fixed-paths.ts";
import { normalisePath } from "./path-names.ts";
import { isAttack, isTestPath, mayChange, mayRead } from "./paths.ts";
import { indexTree, modeOf } from "./tree.ts";

const settings = readRepositorySettings({ settings: {} });

function aFile(path: string, kind: TreeFile["kind"] = "file"): TreeFile {
  return { path, kind, bytes: 10 };
}

const tree = indexTree([
  aFile("src/app.ts"),
  aFile("src/Routes/$id.tsx"),
  aFile("src/it's.txt"),
  aFile("bin/run.sh", "executable"),
  aFile("link.ts", "symlink"),
  aFile("linked", "symlink"),
  aFile("third", "submodule"),
  aFile("README.md"),
  aFile("package.json"),
]);

const UNFIT_PATHS = [
  ["..", "escape"],
  ["../a", "escape"],
  ["a/../../b", "escape"],
  ["a/..", "escape"],
  ["/etc/passwd", "escape"],
  ["~/.ssh/config", "escape"],
  ["C:/Windows/a", "escape"],
  ["c:a", "escape"],
  ["..\\a", "escape"],
  ["a\\..\\b", "escape"],
  [".git/config", "escape"],
  [".GIT/hooks/post-checkout", "escape"],
  ["a/.git", "escape"],
  [".git /config", "escape"],
  [".git./config", "escape"],
  [".git::$INDEX_ALLOCATION/config", "escape"],
  [".git:a", "escape"],
  ["git~1/config", "escape"],
  ["GIT~1", "escape"],
  ["GITMOD~1", "escape"],
  ["．git/config", "escape"],
  [".g\u200cit/config", "name"],
  [".git\ufeff/config", "name"],
  ["", "name"],
  ["./", "name"],
  ["a//b", "name"],
  ["a/", "name"],
  ["a/./b", "name"],
  ["a\nb", "name"],
  ["a\u0000b", "name"],
  ["a\u007fb", "name"],
  ["a\u202egpj.ts", "name"],
  ["a\u2066b", "name"],
  ["a\u{e0041}b", "name"],
  ["a\ufe0fb", "name"],
  ["a\ud800b", "name"],
  ["a.txt:stream", "name"],
  ["a./b", "name"],
  ["a /b", "name"],
  [" a", "name"],
  ["src/aux.ts", "name"],
  ["NUL", "name"],
  ["a".repeat(401), "name"],
];

const CLOSED_PATHS = [
  [".github/workflows/ci.yml", "forbidden"],
  [".GitHub/Workflows/ci.yml", "forbidden"],
  [".ＧＩＴＨＵＢ/workflows/ci.yml", "forbidden"],
  ["packages/a/.github/x", "forbidden"],
  [".gitlab-ci.yml", "forbidden"],
  [".circleci/config.yml", "forbidden"],
  ["Jenkinsfile", "forbidden"],
  ["Jenkinsfile.release", "forbidden"],
  ["azure-pipelines.yml", "forbidden"],
  ["azure-pipelines-nightly.yaml", "forbidden"],
  [".buildkite/pipeline.yml", "forbidden"],
  [".drone.yml", "forbidden"],
  [".travis.yml", "forbidden"],
  ["docs/CODEOWNERS", "forbidden"],
  ["package-lock.json", "forbidden"],
  ["packages/a/yarn.lock", "forbidden"],
  ["PNPM-LOCK.YAML", "forbidden"],
  ["Cargo.lock", "forbidden"],
  ["go.sum", "forbidden"],
  ["uv.lock", "forbidden"],
  [".npmrc", "forbidden"],
  [".yarnrc.yml", "forbidden"],
  [".yarn/plugins/a.cjs", "forbidden"],
  ["pip.conf", "forbidden"],
  ["node_modules/a/index.js", "forbidden"],
  [".gitmodules", "forbidden"],
  ["sub/.gitattributes", "forbidden"],
  [".husky/pre-commit", "forbidden"],
  [".vscode/tasks.json", "forbidden"],
  [".devcontainer/devcontainer.json", "forbidden"],
  [".envrc", "forbidden"],
  ["AGENTS.md", "forbidden"],
  [".cursor/rules/a.mdc", "forbidden"],
  [".env", "secret"],
  [".env.production", "secret"],
  ["deploy/prod.env", "secret"],
  ["certs/server.pem", "secret"],
  ["server.KEY", "secret"],
  ["id_rsa", "secret"],
  [".ssh/config", "secret"],
  ["infra/prod.tfvars", "secret"],
  ["config/credentials.json", "secret"],
  ["package.json", "forbidden"],
  ["Dockerfile", "forbidden"],
  ["docker-compose.yml", "forbidden"],
  ["Makefile", "forbidden"],
  ["pyproject.toml", "forbidden"],
  ["vitest.config.ts", "forbidden"],
  ["link.ts", "link"],
  ["linked/a.ts", "link"],
  ["third", "link"],
  ["third/a.ts", "link"],
  ["LINKED/a.ts", "taken"],
  ["SRC/app.ts", "taken"],
  ["src/APP.ts", "taken"],
  ["src", "taken"],
  ["README.md/a", "taken"],
  ["--require=a.js", "name"],
  ["src/$(id).ts", "name"],
  ["src/`id`.ts", "name"],
  ["src/${{ github.token }}.ts", "name"],
  ["src/a;id.ts", "name"],
  ["../outside.ts", "escape"],
  [".git/hooks/pre-commit", "escape"],
];

describe("the one spelling of a path", () => {
  test.each([
    ["src/app.ts", "src/app.ts"],
    ["./src/app.ts", "src/app.ts"],
    ["././a", "a"],
    ["cafe\u0301.txt", "caf\u00e9.txt"],
    ["src/...rest/a.ts", "src/...rest/a.ts"],
    [".gitignore", ".gitignore"],
    ["src/digit/a.ts", "src/digit/a.ts"],
    ["app/[slug]/(group)/page.tsx", "app/[slug]/(group)/page.tsx"],
    ["docs/日本語.md", "docs/日本語.md"],
    ["with space.txt", "with space.txt"],
  ])("%s becomes %s", (path, normal) => {
    expect(normalisePath(path)).toEqual({ ok: true, path: normal });
  });

  test.each(UNFIT_PATHS)("%j is refused", (path, rule) => {
    expect(normalisePath(path)).toMatchObject({ ok: false, rule });
  });
});

describe("what a fix may change", () => {
  test.each([
    "src/app.ts",
    "src/new.ts",
    "src/deep/new.test.ts",
    "bin/run.sh",
    "README.md",
    "src/Routes/$id.tsx",
  ])("%s may be changed", (path) => {
    expect(mayChange(path, settings, tree)).toEqual({ ok: true, path });
  });

  test.each(CLOSED_PATHS)("%s may not", (path, rule) => {
    expect(mayChange(path, settings, tree)).toMatchObject({ ok: false, rule });
  });

  test.each([
    "src/answers/secrets.ts",
    "src/keys.ts",
    "src/environment.ts",
    "src/credentials.ts",
    "docs/ci.md",
  ])("%s is not taken for a secret or a workflow", (path) => {
    expect(mayChange(path, settings, tree)).toMatchObject({ ok: true });
  });

  test("an odd name that is there already may be kept", () => {
    expect(mayChange("src/it's.txt", settings, tree)).toMatchObject({ ok: true });
    expect(mayChange("src/that's.txt", settings, tree)).toMatchObject({ ok: false, rule: "name" });
  });

  test("no name of the fixed lists is open, however a folder above it is called", () => {
    const plain = [...NEVER_CHANGED, ...SECRET_FILES, ...CHANGED_WHEN_NAMED].filter(
      (name) => !/[*{]/u.test(name),
    );

    expect(plain.length).toBeGreaterThan(100);
    for (const name of plain) {
      for (const path of [name, `deep/down/${name}`, `${name}/file`, name.toUpperCase()]) {
        expect({ path, ...mayChange(path, settings, tree) }).toMatchObject({ ok: false });
      }
    }
  });
});

describe("what a repository's settings add", () => {
  test.each([
    [["src/**"], [], "src/app.ts", true],
    [["src/**"], [], "README.md", false],
    [["src/**"], ["src/app.ts"], "src/app.ts", false],
    [[], ["docs/**"], "docs/a.md", false],
    [[], ["DOCS/**"], "docs/a.md", false],
    [["**"], [], ".hidden/a", true],
    [["**"], [], "Dockerfile", false],
    [["deploy/*"], [], "deploy/Dockerfile", false],
    [["**", "**/Dockerfile"], [], "deploy/Dockerfile", true],
    [["package.json"], [], "package.json", true],
    [["**", ".github/workflows/ci.yml"], [], ".github/workflows/ci.yml", false],
    [["**", ".env"], [], ".env", false],
    [["!src/**"], [], "README.md", false],
  ])("opened %j and closed %j: %s %s", (allowedPaths, forbiddenPaths, path, ok) => {
    expect(mayChange(path, { allowedPaths, forbiddenPaths }, tree).ok).toBe(ok);
  });
});

test.each([
  ["src/app.test.ts", true],
  ["test/app.ts", true],
  ["packages/a/tests/b/c.py", true],
  ["src/__tests__/a.js", true],
  ["test_app.py", true],
  ["pkg/app_test.go", true],
  ["spec/app_spec.rb", true],
  ["src/app.ts", false],
  ["src/contest/a.ts", false],
  ["src/latest.ts", false],
])("whether %s is a test: %s", (path, isTest) => {
  expect(isTestPath(path, settings)).toBe(isTest);
});

test.each([
  ["src/app.ts", true],
  [".github/workflows/ci.yml", true],
  [".env", false],
  ["deep/.env.local", false],
  ["certs/key.pem", false],
  ["../../etc/passwd", false],
  [".git/config", false],
])("whether the model may read %s: %s", (path, ok) => {
  expect(mayRead(path).ok).toBe(ok);
});

test("executables stay executable, and new files are plain", () => {
  expect(modeOf("bin/run.sh", tree)).toBe("100755");
  expect(modeOf("src/app.ts", tree)).toBe("100644");
  expect(modeOf("bin/new.sh", tree)).toBe("100644");
});

test("a slip of the model is no attack, an escape is", () => {
  expect(isAttack("escape")).toBe(true);
  expect(isAttack("forbidden")).toBe(true);
  expect(isAttack("taken")).toBe(false);
  expect(isAttack("not_allowed")).toBe(false);
});

test("a long path against a greedy pattern is decided at once", () => {
  const greedy = { allowedPaths: ["**/*a*a*a*a*a*a*a*b", "**/**/**/**/**/x"], forbiddenPaths: [] };

  expect(mayChange("a".repeat(390), greedy, tree).ok).toBe(false);
  expect(mayChange(`${"a/".repeat(190)}c`, greedy, tree).ok).toBe(false);
});
