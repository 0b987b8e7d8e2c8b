/** The configuration as text: what is there, a changed text with its faults, its changes, importing and going back. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { accessible, base, browser, logIn, until } from "./support.mjs";

const area = (page) => page.getByRole("textbox", { name: "配置文本" });
const panel = (page) => page.getByRole("region", { name: "更改" });

async function textNow(page) {
  await page.getByRole("button", { name: "填入现有配置" }).click();
  await until(async () => (await area(page).inputValue()).includes("format: 1"), "the text is there");
  return area(page).inputValue();
}

async function preview(page, text) {
  await area(page).fill(text);
  await page.getByRole("button", { name: "预览更改" }).click();
}

test("an administrator changes the company by text and brings it back", async (t) => {
  const context = await browser(t);
  const page = await logIn(context.pages()[0], "admin");
  await page.goto(`${base}/configuration`);
  const before = await textNow(page);

  await preview(page, before);
  await panel(page).getByText("与现有配置相同，无需更改。").waitFor();

  await preview(page, before.replace(/^  wrap_up_seconds: \d+/m, "  wrap_up_seconds: -1"));
  await panel(page).getByText("settings.wrap_up_seconds").waitFor();
  await panel(page).getByRole("button", { name: /第 \d+ 行/ }).click();
  const chosen = await area(page).evaluate((field) => field.value.slice(field.selectionStart, field.selectionEnd));
  assert.equal(chosen.trim(), "wrap_up_seconds: -1");

  const reason = "queues:\n  文本队列:\n    requirements:\n    - {group: 客服组, min_level: 2}\n";
  const person = "users:\n  wenben:\n    name: 文本\n    roles: [坐席]\n";
  await preview(page, before.replace("queues:\n", reason).replace("users:\n", person).replace(/^  wrap_up_seconds: \d+/m, "  wrap_up_seconds: 41"));
  await panel(page).getByText("新增 2 项").waitFor();
  await panel(page).getByText("修改 1 项").waitFor();
  await panel(page).getByText("话后整理时长（秒）").waitFor();
  await accessible(page, "a plan");
  await panel(page).getByRole("button", { name: "导入", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "导入", exact: true }).click();
  await page.getByText("新用户的初始密码").first().waitFor();
  await page.getByRole("cell", { name: "wenben" }).waitFor();
  await accessible(page, "first passwords");
  await page.getByRole("button", { name: "我已记下" }).click();
  await panel(page).getByText(/已导入，记录编号 \d+。/).waitFor();

  await page.goto(`${base}/queues`);
  await page.getByRole("button", { name: "文本队列" }).first().waitFor();

  await page.goto(`${base}/configuration?view=history`);
  await page.getByRole("button", { name: "回退", exact: true }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("删除 2 项").waitFor();
  await accessible(page, "going back");
  await dialog.getByRole("button", { name: "回退", exact: true }).click();
  await page.getByText(/已回退到记录 \d+ 导入之前。/).waitFor();
  await page.goto(`${base}/configuration`);
  assert.equal(await textNow(page), before);
  assert.deepEqual(context.errors, []);
});

test("an agent does not see the configuration", async (t) => {
  const context = await browser(t);
  const page = await logIn(context.pages()[0], "agent3");
  await page.getByRole("navigation").getByRole("link").first().waitFor();
  assert.equal(await page.getByRole("link", { name: "配置文本" }).count(), 0);
  const status = await page.evaluate(() => fetch("/api/configuration").then((answer) => answer.status));
  assert.equal(status, 403);
});
