/** Every report as a supervisor opens it: drawn, accessible, in both languages, on a small screen; opened, exported, saved. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { accessible, base, browser, fitsWidth, logIn, setLanguage } from "./support.mjs";

const small = { width: 1024, height: 768 };
const drawn = (page) => page.locator(".lt-rp-view, .lt-rp .lt-empty, .lt-rp .ant-alert").first().waitFor();

async function keysOf(page) {
  return page.evaluate(async () => (await (await fetch("/api/reports")).json()).items.map(({ key }) => key));
}

test("every standard report opens in both languages, fits a small screen and is accessible", async (t) => {
  const context = await browser(t, { size: small });
  const page = await logIn(context.pages()[0], "leader");
  for (const language of ["zh-CN", "en"]) {
    await setLanguage(page, language);
    await page.goto(`${base}/reports`);
    await page.locator(".lt-rp-entry").first().waitFor();
    await accessible(page, `catalogue ${language}`);
    for (const key of await keysOf(page)) {
      await page.goto(`${base}/reports/${key}?period=month&compare=previous`);
      await drawn(page);
      assert.equal(await page.locator(".lt-rp .ant-alert-error").count(), 0, key);
      await fitsWidth(page, `${key} ${language}`);
      assert.ok(await page.locator(".lt-panel:not([hidden])").evaluate((panel) => panel.scrollWidth <= panel.clientWidth), `${key} ${language}: the page around the table`);
      await accessible(page, `${key} ${language}`);
    }
  }
  await setLanguage(page, "zh-CN");
  assert.deepEqual(context.errors, []);
});

test("a number opens the calls that it counts, and its definition is one click away", async (t) => {
  const context = await browser(t);
  const page = await logIn(context.pages()[0], "leader");
  await page.goto(`${base}/reports/traffic?period=month&by=queue`);
  await drawn(page);
  const number = page.locator("tfoot .lt-rp-open").first();
  if (!(await number.count())) return t.skip("nobody has called yet");
  const counted = Number((await number.textContent()).replace(/\D/g, ""));
  await page.getByRole("button", { name: "呼入量的定义" }).click();
  await page.locator(".lt-rp-definition").getByText("进入队列的人次").waitFor();
  await page.keyboard.press("Escape");
  await number.click();
  const drawer = page.getByRole("dialog");
  await drawer.getByText(`共 ${counted} 条`).waitFor();
  await accessible(page, "drawer");
  await page.reload();
  await drawer.getByText(`共 ${counted} 条`).waitFor();
  await drawer.getByRole("link").first().click();
  await page.waitForURL(/\/calls\//);
});

/** How far a report's table is wider than its place. */
const surplus = (page) => page.locator(".lt-panel:not([hidden]) .lt-rp-scroll").evaluate((place) => place.scrollWidth - place.clientWidth);

test("on a screen of 1440 the standard columns of traffic and agents stand side by side", async (t) => {
  const context = await browser(t);
  const page = await logIn(context.pages()[0], "leader");
  for (const language of ["zh-CN", "en"]) {
    await setLanguage(page, language);
    for (const key of ["traffic", "agent_performance"]) {
      await page.goto(`${base}/reports/${key}?period=month`);
      await drawn(page);
      if (!(await page.locator(".lt-rp-table").count())) return t.skip("nobody has called yet");
      assert.ok((await surplus(page)) <= 0, `${key} ${language}`);
    }
  }
  await setLanguage(page, "zh-CN");
});

test("columns that a person chooses are there at the next visit, until the standard ones are wanted again", async (t) => {
  const context = await browser(t);
  const page = await logIn(context.pages()[0], "leader");
  const columns = page.locator(".lt-panel:not([hidden]) .lt-rp-columns");
  const shown = (count) => columns.getByText(`${count} 项指标`).waitFor();
  await page.goto(`${base}/reports/agent_performance?period=month`);
  await shown(14);
  await columns.click();
  await page.getByRole("button", { name: "全部指标" }).click();
  await page.waitForURL(/metrics=/);
  const all = await page.evaluate(async () => (await (await fetch("/api/reports")).json()).items.find(({ key }) => key === "agent_performance").metrics.length);
  await shown(all);
  await page.goto(`${base}/reports/agent_performance?period=month`);
  await shown(all);
  await page.waitForURL(/metrics=/);
  await page.goto(`${base}/reports/agent_performance?period=month&metrics=agent.offers`);
  await shown(1);
  await page.goto(`${base}/reports`);
  await page.getByRole("link", { name: /坐席绩效/ }).click();
  await shown(all);
  await columns.click();
  await page.getByRole("button", { name: "恢复标准指标" }).click();
  await shown(14);
  await page.goto(`${base}/reports/agent_performance`);
  await shown(14);
  assert.deepEqual(context.errors, []);
});

test("a report is exported as workbook and as CSV, and if it is refused the page says so", async (t) => {
  const context = await browser(t);
  const page = await logIn(context.pages()[0], "leader");
  await page.goto(`${base}/reports/service_levels`);
  const refusal = { status: 422, contentType: "application/problem+json", body: JSON.stringify({ slug: "export-too-large", detail: "请缩小日期范围。" }) };
  await page.route("**/api/reports/*/export*", (route) => route.fulfill(refusal));
  await page.getByRole("button", { name: "导出" }).click();
  await page.getByRole("menuitem", { name: "CSV 表格（.csv）" }).click();
  await page.getByText("请缩小日期范围。").waitFor();
  await page.unroute("**/api/reports/*/export*");
  for (const [name, suffix] of [["Excel 工作簿（.xlsx）", ".xlsx"], ["CSV 表格（.csv）", ".csv"]]) {
    await page.getByRole("button", { name: "导出" }).click();
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name }).click()]);
    assert.ok(file.suggestedFilename().startsWith("service_levels_") && file.suggestedFilename().endsWith(suffix));
    assert.equal(await file.failure(), null);
  }
});

test("a custom report is made, kept, changed and deleted", async (t) => {
  const context = await browser(t, { size: small });
  const page = await logIn(context.pages()[0], "leader");
  const name = `浏览器测试 ${Date.now()}`;
  await page.goto(`${base}/reports/saved/new?by=queue&period=lastWeek`);
  await drawn(page);
  await page.locator(".lt-page-actions").getByRole("button", { name: "保存" }).click();
  await page.getByLabel("报表名称").fill(name);
  await page.getByRole("dialog").getByRole("button", { name: "保存", exact: true }).click();
  await page.getByRole("heading", { level: 1, name }).waitFor();
  const yesterday = page.locator(".lt-panel:not([hidden]) .ant-radio-button-wrapper", { hasText: "昨天" });
  await yesterday.click();
  await page.getByRole("button", { name: "保存修改" }).click();
  await page.getByRole("button", { name: "保存修改" }).waitFor({ state: "detached" });
  assert.equal(await yesterday.locator("input").isChecked(), true);
  await accessible(page, "saved report");
  await page.goto(`${base}/reports/saved`);
  await page.getByRole("link", { name, exact: true }).waitFor();
  await accessible(page, "saved reports");
  await fitsWidth(page, "saved reports");
  await page.getByRole("button", { name: `删除“${name}”` }).click();
  await page.getByRole("dialog").getByRole("button", { name: "删除", exact: true }).click();
  await page.getByRole("link", { name, exact: true }).waitFor({ state: "detached" });
});
