/** A call from the first ring to the end of wrap-up, and everything that must not lose it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { answer, bar, base, browser, callIn, fillLogin, goHome, goIdle, hears, livePeers, logIn, setLanguage, stateOf, strip, until } from "./support.mjs";

/** An agent at his desk and, in a browser of its own, somebody who calls. */
async function deskAndCaller(t) {
  const office = await browser(t);
  const agent = await logIn(office.pages()[0], "agent1");
  await agent.goto(`${base}/desk`);
  const caller = await logIn((await browser(t)).pages()[0], "agent2");
  return { office, agent, caller };
}

async function connected(t) {
  const all = await deskAndCaller(t);
  await goIdle(all.agent);
  await callIn(all.caller);
  await answer(all.agent);
  await hears(all.agent, "the caller's voice at the agent");
  return all;
}

test("a call is answered, held, muted, noted, hung up and wrapped up", async (t) => {
  const { agent, caller, office } = await connected(t);
  await hears(caller, "the agent's voice at the caller");
  assert.match(await strip(agent).textContent(), /录音中/);

  await bar(agent, "保持").click();
  await until(async () => (await strip(agent).textContent()).startsWith("保持中"), "on hold");
  await bar(agent, "接回").click();
  await until(async () => (await strip(agent).textContent()).startsWith("通话中"), "back from hold");

  await bar(agent, "静音").click();
  await until(async () => (await strip(agent).textContent()).includes("已静音"), "muted");
  await bar(agent, "取消静音").click();
  await until(async () => !(await strip(agent).textContent()).includes("已静音"), "not muted");

  await agent.getByLabel("通话小结").fill("客户询问保修期。");
  await agent.getByText("已自动保存").waitFor();
  await bar(agent, "挂断").click();
  await until(async () => (await stateOf(agent).textContent()).includes("整理"), "wrap-up");
  assert.equal(await agent.getByLabel("通话小结").inputValue(), "客户询问保修期。");
  await agent.getByRole("button", { name: /延长/ }).click();
  await agent.reload();
  await until(async () => (await stateOf(agent).textContent()).includes("整理"), "wrap-up after the reload");
  await until(async () => (await agent.getByLabel("通话小结").inputValue()) === "客户询问保修期。", "the draft after the reload");
  await agent.getByRole("button", { name: "完成整理" }).click();
  await agent.getByText("通话已结束。置闲之后才能接听下一通来电。").waitFor();
  await goHome(agent);
  assert.deepEqual(office.errors, []);
});

test("a reload in a call brings the voice back, and the caller never notices more than a pause", async (t) => {
  const { agent, caller } = await connected(t);
  const began = performance.now();
  await agent.reload({ waitUntil: "commit" });
  await hears(agent, "the caller's voice after the reload", 15_000);
  t.diagnostic(`voice back ${Math.round(performance.now() - began)} ms after the reload began`);
  assert.equal(await livePeers(caller), 1, "the caller is still connected");
  await until(async () => (await strip(agent).textContent()).startsWith("通话中"), "talking again");
  await hears(caller, "the agent's voice at the caller after the reload");
  await bar(agent, "挂断").click();
  await goHome(agent);
});

test("a caller who hangs up after the signalling line dropped is noticed", async (t) => {
  const { agent, caller } = await connected(t);
  await agent.evaluate(() => window.sockets.filter(({ url }) => url.endsWith("/sip")).at(-1).close());
  await hears(agent, "the voice goes on while the signalling is away");
  await until(() => agent.evaluate(() => window.sockets.filter(({ url }) => url.endsWith("/sip")).at(-1).readyState === 1), "a new line");
  await agent.waitForTimeout(2_500);
  await caller.getByRole("main").getByRole("button", { name: "挂断" }).click();
  const noticed = await until(async () => (await livePeers(agent)) === 0, "the end at the agent", 5_000);
  t.diagnostic(`noticed after ${noticed} ms`);
  await goHome(agent);
});

test("two tabs have one phone, and the call outlives the tab that had it", async (t) => {
  const { agent, caller, office } = await connected(t);
  const second = await office.newPage();
  await second.goto(`${base}/desk`);
  await second.getByText("电话在另一个标签页。").waitFor();
  assert.equal(await livePeers(second), 0);
  await bar(second, "静音").click();
  await until(async () => (await strip(agent).textContent()).includes("已静音"), "muted from the other tab");
  await bar(second, "取消静音").click();
  await agent.close({ runBeforeUnload: false });
  await hears(second, "the caller's voice in the other tab", 15_000);
  assert.equal(await livePeers(caller), 1, "the caller is still connected");
  await until(async () => (await strip(second).textContent()).startsWith("通话中"), "talking in the other tab");
  await bar(second, "挂断").click();
  await goHome(second);
});

test("the keyboard answers and hangs up, but never while somebody types", async (t) => {
  const { agent, caller } = await deskAndCaller(t);
  await goIdle(agent);
  await callIn(caller);
  await agent.getByRole("alertdialog").getByRole("button", { name: "接听" }).and(agent.locator(":enabled")).waitFor();
  await agent.keyboard.press("Alt+a");
  await until(async () => (await strip(agent).textContent())?.startsWith("通话中"), "answered by keyboard");
  await agent.getByLabel("通话小结").and(agent.locator(":enabled")).click();
  await agent.keyboard.press("Alt+x");
  const input = await agent.context().newCDPSession(agent);
  await input.send("Input.imeSetComposition", { text: "nihao", selectionStart: 5, selectionEnd: 5 });
  await agent.keyboard.press("Alt+h");
  await input.send("Input.insertText", { text: "你好" });
  await agent.waitForTimeout(800);
  assert.match(await strip(agent).textContent(), /^通话中/);
  assert.match(await agent.getByLabel("通话小结").inputValue(), /你好/);
  await agent.evaluate(() => document.activeElement.blur());
  await agent.keyboard.press("Alt+x");
  await until(async () => (await stateOf(agent).textContent()).includes("整理"), "hung up by keyboard");
  await goHome(agent);
});

test("a rejected call returns to the queue and leaves the agent free", async (t) => {
  const { agent, caller } = await deskAndCaller(t);
  await goIdle(agent);
  await callIn(caller);
  await agent.getByRole("alertdialog").getByRole("button", { name: "拒接" }).click();
  await agent.getByRole("alertdialog").waitFor({ state: "detached" });
  assert.equal(await livePeers(caller), 1, "the caller still waits");
  await caller.getByRole("main").getByRole("button", { name: "挂断" }).click();
  await until(async () => !(await agent.getByRole("alertdialog").isVisible()), "nothing rings");
  await goHome(agent);
});

test("a newcomer tries the default flow alone, with both phones in one page", async (t) => {
  const office = await browser(t);
  const page = await logIn(office.pages()[0], "agent1");
  await goIdle(page);
  await page.getByRole("link", { name: "拨测" }).click();
  await page.getByRole("button", { name: "拨打" }).and(page.locator(":enabled")).click();
  await answer(page);
  await until(async () => (await livePeers(page)) === 2, "two phones in one page");
  await hears(page, "voice");
  await page.getByRole("link", { name: "坐席工作台" }).click();
  await page.getByRole("heading", { name: "来电路径" }).waitFor();
  await page.getByRole("tab", { name: "拨测" }).click();
  await page.getByRole("main").getByRole("button", { name: "挂断" }).click();
  await until(async () => (await livePeers(page)) === 0, "both phones are quiet");
  await goHome(page);
  assert.deepEqual(office.errors, []);
});

test("on an address that is not secure everything works but the phone, which says why", async (t) => {
  const plain = await browser(t, { args: ["--host-resolver-rules=MAP desk.example 127.0.0.1"] });
  const page = plain.pages()[0];
  const address = base.replace("localhost", "desk.example").replace("127.0.0.1", "desk.example");
  await page.goto(`${address}/login`);
  assert.equal(await page.evaluate(() => window.isSecureContext), false);
  await fillLogin(page, "agent3");
  await page.getByRole("navigation").waitFor();
  await setLanguage(page, "zh-CN");
  await page.goto(`${address}/test-call`);
  await page.getByText("浏览器只在安全连接下允许使用麦克风").first().waitFor();
  assert.deepEqual(plain.errors, []);
});

test("the log is exported as a file, and if it is too long the page says so", async (t) => {
  const context = await browser(t);
  const page = await logIn(context.pages()[0], "leader");
  await page.goto(`${base}/calls`);
  const command = page.getByRole("button", { name: "导出表格" });
  const refusal = { status: 422, contentType: "application/problem+json", body: JSON.stringify({ slug: "export-too-large", detail: "请缩小日期范围。" }) };
  await page.route("**/api/calls/export*", (route) => route.fulfill(refusal));
  await command.click();
  await page.getByText("请缩小日期范围。").waitFor();
  await page.unroute("**/api/calls/export*");
  const [file] = await Promise.all([page.waitForEvent("download"), command.click()]);
  assert.equal(file.suggestedFilename(), "calls.csv");
  assert.equal(await file.failure(), null);
});
