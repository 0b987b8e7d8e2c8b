/** Whoever does nothing is warned, may stay, is logged out, and comes back to what he was typing. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { base, browser, fillLogin, logIn, until } from "./support.mjs";

const psql = JSON.parse(process.env.LINGTING_E2E_PSQL);
const sql = (words) => execFileSync(psql[0], [...psql.slice(1), "-Atc", words], { encoding: "utf8" }).trim();
const ofAdmin = "user_id = (SELECT id FROM users WHERE account = 'admin')";

/** Nobody waits for hours here: the session is as one whose person did nothing for long. */
const endsIn = (seconds) =>
  sql(`UPDATE sessions SET seen_at = now() - interval '1 hour', expires_at = now() + interval '${seconds} s' WHERE ${ofAdmin}`);
const left = () => Number(sql(`SELECT round(max(extract(epoch FROM expires_at - now()))) FROM sessions WHERE ${ofAdmin}`));

test("an idle administrator is warned, stays by one click, is logged out the next time and comes back to what he typed", async (t) => {
  const page = await logIn((await browser(t)).pages()[0], "admin");
  await page.goto(`${base}/queues`);
  await page.getByRole("button", { name: "新建队列" }).first().waitFor();
  endsIn(90);
  const stay = page.getByRole("button", { name: "继续使用" });
  await stay.waitFor({ timeout: 30_000 });
  assert.ok(left() <= 90, "an open page prolongs nothing");
  // A pointer on its way to the button has kept the session before it is there, and the button is gone.
  await stay.dispatchEvent("click");
  await stay.waitFor({ state: "detached" });
  await until(() => left() > 3600, "the session is prolonged");
  await page.getByRole("button", { name: "新建队列" }).first().click();
  await page.getByRole("textbox", { name: "名称" }).fill("夜间热线");
  endsIn(15);
  await page.waitForURL(/\/login/, { timeout: 60_000 });
  await page.getByText("登录已过期").waitFor();
  await fillLogin(page, "admin");
  await page.waitForURL(/\/queues\?open=new/);
  await page.getByText("上次没有保存的修改已经恢复").waitFor();
  assert.equal(await page.getByRole("textbox", { name: "名称" }).inputValue(), "夜间热线");
  await page.reload();
  await page.getByText("上次没有保存的修改已经恢复").waitFor();
  assert.equal(await page.getByRole("textbox", { name: "名称" }).inputValue(), "夜间热线");
});
