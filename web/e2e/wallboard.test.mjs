/** The wallboard: what happens on the floor is on the screen, in cards of one's own, also on a wall. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { accessible, answer, bar, base, browser, callIn, fitsWidth, goHome, goIdle, logIn, until } from "./support.mjs";

const card = (page, kind) => page.locator(`[data-card="${kind}"]`);
const figure = (page, key) => page.locator(`[data-figure="${key}"]`);
const number = (page, key) => figure(page, key).locator("strong").textContent();
const rowOf = (page, name) => card(page, "agents").getByRole("row").filter({ hasText: name });
const panel = (page) => page.locator(".lt-drawer");
const command = (page, name) => page.getByRole("button", { name });

async function watch(t, account = "leader", where = "/supervision") {
  const context = await browser(t);
  const page = await logIn(context.pages()[0], account);
  await page.goto(base + where);
  await card(page, "agents").waitFor();
  return { context, page };
}

/** The card comes to say so. */
const says = (page, kind, text) => until(async () => (await card(page, kind).textContent()).includes(text), `${kind} says ${text}`);

test("a call is on the wallboard from its wait to the day's figures", async (t) => {
  const { context, page } = await watch(t);
  const agent = await logIn((await browser(t)).pages()[0], "agent1");
  await agent.goto(`${base}/desk`);
  const caller = await logIn((await browser(t)).pages()[0], "agent2");
  await goIdle(agent);
  await until(async () => (await rowOf(page, "坐席一").textContent()).includes("空闲"), "the agent is idle");
  const before = Number(await card(page, "queues").locator("tbody td").nth(4).locator(".lt-sv-value").textContent());
  await callIn(caller);
  await says(page, "waiting", "正在振铃 坐席一");
  assert.equal(await card(page, "waiting").locator(".lt-sv-count").textContent(), "1");
  await answer(agent);
  await says(page, "calls", "坐席一");
  await says(page, "waiting", "当前没有客户排队");
  await until(async () => (await rowOf(page, "坐席一").textContent()).includes("通话中"), "the agent talks");
  assert.equal(await number(page, "talking"), "1");
  await bar(agent, "保持").click();
  await until(async () => (await rowOf(page, "坐席一").textContent()).includes("保持中"), "the customer is held");
  await bar(agent, "接回").click();
  await bar(agent, "挂断").click();
  await until(async () => (await rowOf(page, "坐席一").textContent()).includes("整理"), "the agent wraps up");
  const answered = card(page, "queues").locator("tbody td").nth(4).locator(".lt-sv-value");
  await until(async () => Number(await answered.textContent()) === before + 1, "one more was answered today");
  await goHome(agent);
  assert.deepEqual(context.errors, []);
});

test("a lost line is told, the old numbers stay, and it comes back by itself", async (t) => {
  const { page } = await watch(t);
  await page.getByText("实时数据").waitFor();
  const rows = await card(page, "agents").getByRole("row").count();
  await page.context().setOffline(true);
  await page.evaluate(() => window.sockets.forEach((socket) => socket.close()));
  await page.getByRole("status").getByText("与服务器的连接已断开，以下是").waitFor();
  assert.equal(await card(page, "agents").getByRole("row").count(), rows);
  await page.context().setOffline(false);
  await page.getByText("实时数据").waitFor();
});

test("everybody arranges cards for himself, with keys alone, and finds them again", async (t) => {
  const { page } = await watch(t);
  await command(page, "布置卡片").click();
  await panel(page).waitFor();
  const names = () => panel(page).locator(".lt-sv-arrange-row strong").allTextContents();
  const [first, second] = await names();
  await panel(page).getByRole("button", { name: `下移“${first}”` }).press("Enter");
  assert.deepEqual((await names()).slice(0, 2), [second, first]);
  await panel(page).getByRole("button", { name: "移除“告警”" }).press("Enter");
  await panel(page).getByRole("combobox", { name: "添加卡片" }).click();
  await page.locator(".ant-select-dropdown:visible .ant-select-item-option").filter({ hasText: "线路" }).first().click();
  await accessible(page, "arranging cards");
  await panel(page).getByRole("button", { name: "保存" }).click();
  await card(page, "lines").waitFor();
  await page.reload();
  await card(page, "lines").waitFor();
  assert.equal(await card(page, "alerts").count(), 0);
  assert.deepEqual((await page.locator(".lt-sv-card h2").allTextContents()).slice(0, 3), ["线路", second, first]);
  await command(page, "布置卡片").click();
  await panel(page).getByRole("button", { name: "恢复默认" }).click();
  await card(page, "alerts").waitFor();
});

test("an address that names no panel shows the wallboard, which answers", async (t) => {
  const { context, page } = await watch(t, "leader", "/supervision?open=__proto__");
  for (const name of ["constructor", "nothing"]) {
    await command(page, "布置卡片").click();
    await panel(page).getByRole("button", { name: "取消" }).click();
    await panel(page).waitFor({ state: "detached" });
    await page.goto(`${base}/supervision?open=${name}`);
  }
  await command(page, "布置卡片").click();
  await panel(page).waitFor();
  assert.deepEqual(context.errors, []);
});

test("limits decide what is beyond, in colour and in words, and who may not set them does not see how", async (t) => {
  const leader = await watch(t);
  assert.equal(await command(leader.page, "告警阈值").count(), 0);
  const { page } = await watch(t, "admin");
  await command(page, "告警阈值").click();
  await panel(page).getByRole("spinbutton", { name: "“排队人数”的预警值" }).fill("1");
  await accessible(page, "limits");
  await panel(page).getByRole("button", { name: "保存" }).click();
  await panel(page).waitFor({ state: "detached" });
  const agent = await logIn((await browser(t)).pages()[0], "agent1");
  await agent.goto(`${base}/desk`);
  await bar(agent, "签入").click();
  await until(async () => (await rowOf(page, "坐席一").textContent()).includes("置忙"), "an agent is there and busy");
  const caller = await logIn((await browser(t)).pages()[0], "agent2");
  await callIn(caller);
  for (const screen of [page, leader.page]) {
    await figure(screen, "waiting").getByText("预警").waitFor();
    await card(screen, "alerts").locator("[data-alert=waiting]").getByText("排队人数").waitFor();
    assert.match(await figure(screen, "waiting").getAttribute("class"), /lt-sv-warning/);
  }
  await caller.getByRole("main").getByRole("button", { name: "挂断" }).click();
  await card(page, "alerts").locator("[data-alert=waiting]").waitFor({ state: "detached" });
  await command(page, "今日告警").click();
  await panel(page).getByRole("row").filter({ hasText: "排队人数" }).first().waitFor();
  await page.keyboard.press("Escape");
  const headers = { "Content-Type": "application/json", "X-Requested-With": "lingting" };
  const request = { method: "PUT", headers, body: JSON.stringify({ chosen: [] }) };
  await page.evaluate((given) => fetch("/api/supervision/thresholds", given), request);
  await bar(agent, "签出").click();
});

test("on a wall there is nothing but the floor, and a screen that restarts comes back to it", async (t) => {
  const { page } = await watch(t);
  await command(page, "大屏模式").click();
  const wall = page.getByRole("region", { name: "现场监控", exact: true });
  await wall.waitFor();
  const covers = async () => {
    const box = await wall.boundingBox();
    const size = page.viewportSize();
    return box.x === 0 && box.y === 0 && box.width >= size.width && box.height >= size.height;
  };
  assert.ok(await covers(), "the wall covers everything");
  await accessible(page, "the wall");
  await page.reload();
  await wall.waitFor();
  await card(page, "queues").waitFor();
  for (const size of [{ width: 1024, height: 768 }, { width: 1920, height: 1080 }]) {
    await page.setViewportSize(size);
    await fitsWidth(page, `the wall at ${size.width}`);
  }
  await page.keyboard.press("Escape");
  await wall.waitFor({ state: "detached" });
  await page.getByRole("navigation").waitFor();
});
