/** The generated types are those of the server's contract. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import openapi, { astToString } from "openapi-typescript";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");

test("schema.d.ts is what the contract gives (npm run api)", async () => {
  const contract = JSON.parse(readFileSync(join(root, "contracts/openapi.json"), "utf8")) as Parameters<typeof openapi>[0];
  const fresh = astToString(await openapi(contract));
  const kept = readFileSync(join(root, "web/src/api/schema.d.ts"), "utf8");
  expect(kept.replace(/^\/\*\*[\s\S]*?\*\/\s*/, "").trim()).toBe(fresh.trim());
});
