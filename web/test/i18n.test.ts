/** Both languages say the same things, and every text lives in the language files. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { describe, expect, test } from "vitest";

const src = join(import.meta.dirname, "../src");

function filesUnder(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesUnder(path) : [path];
  });
}

type Texts = { [key: string]: string | Texts };

function keysOf(texts: Texts, prefix = ""): string[] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === "string" ? [prefix + key] : keysOf(value, `${prefix}${key}.`),
  );
}

const all = filesUnder(src);
const chinese = all.filter((path) => /(\/i18n\/zh-CN\/[\w-]+\.json|\/i18n\/zh-CN\.json)$/.test(path));
const read = (path: string) => JSON.parse(readFileSync(path, "utf8")) as Texts;
const namespaceOf = (path: string) =>
  path.endsWith("/zh-CN.json") ? basename(dirname(dirname(path))) : basename(path, ".json");

describe("every namespace", () => {
  test.each(chinese.map((path) => [namespaceOf(path), path]))("%s has the same keys in zh-CN and en", (_, path) => {
    const plural = (key: string) => key.replace(/_(one|other)$/, "");
    const english = path.replace("/zh-CN/", "/en/").replace("/zh-CN.json", "/en.json");
    const unique = (keys: string[]) => [...new Set(keys.map(plural))].sort();
    expect(unique(keysOf(read(english)))).toEqual(unique(keysOf(read(path))));
  });
});

test("no source file holds a Chinese literal", () => {
  const guilty = all
    .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path))
    .filter((path) => {
      const code = readFileSync(path, "utf8").replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
      return /\p{Script=Han}/u.test(code);
    })
    .map((path) => relative(src, path));
  expect(guilty).toEqual([]);
});

test("every text that the code asks for exists", () => {
  const known = new Set(chinese.flatMap((path) => keysOf(read(path)).map((key) => `${namespaceOf(path)}:${key.replace(/_(one|other)$/, "")}`)));
  const missing: string[] = [];
  for (const path of all.filter((file) => /\.tsx?$/.test(file))) {
    const code = readFileSync(path, "utf8");
    let namespace = "common";
    for (const [, hook, opened, key] of code.matchAll(/(useTranslation)\((?:"([\w-]+)")?|\bt\("([\w:.-]+)"/g)) {
      if (hook) namespace = opened ?? "common";
      else if (key) {
        const full = key.includes(":") ? key : `${namespace}:${key}`;
        if (!known.has(full)) missing.push(`${relative(src, path)}: ${full}`);
      }
    }
    for (const [, key] of code.matchAll(/\btitle: "([\w-]+:[\w.-]+)"/g)) if (!known.has(key!)) missing.push(`${relative(src, path)}: ${key}`);
  }
  expect(missing).toEqual([]);
});

test("Chinese texts use Chinese punctuation", () => {
  const guilty = chinese.flatMap((path) =>
    [...readFileSync(path, "utf8").matchAll(/"[^"]*\p{Script=Han}[,;?!](?=[\p{Script=Han}“{"])[^"]*"?/gu)].map(([text]) => `${relative(src, path)}: ${text}`),
  );
  expect(guilty).toEqual([]);
});
