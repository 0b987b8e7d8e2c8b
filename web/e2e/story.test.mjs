/** After a call: its row in the log, its story, the reasons of the router and the sound of the talk. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { accessible, answer, bar, base, browser, callIn, goHome, goIdle, hears, logIn, strip, until } from "./support.mjs";

const part = (page, name) => page.getByRole("region", { name });

test("a call is told from the first ring to the rating, with its reasons and its recording", async (t) => {
  const agent = await logIn((await browser(t)).pages()[0], "agent1");
  await agent.goto(`${base}/desk`);
  const caller = await logIn((await browser(t)).pages()[0], "agent2");
  await goIdle(agent);
  await callIn(caller);
  await answer(agent);
  await hears(agent, "the caller's voice at the agent");
  await bar(agent, "保持").click();
  await until(async () => (await strip(agent).textContent()).startsWith("保持中"), "on hold");
  await agent.waitForTimeout(2_000);
  await bar(agent, "接回").click();
  await until(async () => (await strip(agent).textContent()).startsWith("通话中"), "back from hold");
  await agent.getByLabel("通话小结").fill("客户询问保修期。");
  await agent.getByText("已自动保存").waitFor();
  await bar(agent, "挂断").click();
  await goHome(agent);
  await caller.getByRole("button", { name: "挂断" }).last().click();

  const office = await browser(t);
  const leader = await logIn(office.pages()[0], "leader");
  await leader.goto(`${base}/calls`);
  await leader.locator(".ant-table-row").first().getByRole("link").click();
  await leader.getByText("通话阶段").waitFor();
  const phases = await leader.locator(".lt-phases").textContent();
  for (const phase of ["语音导航", "排队等待", "通话 · ", "保持 · "]) assert.ok(phases.includes(phase), `${phase} in ${phases}`);
  assert.match(await part(leader, "为什么这样分配").textContent(), /分配给 坐席一.*结果：已接听/);
  assert.match(await part(leader, "全过程").textContent(), /拨打.*进入队列.*振铃.*保持通话.*接回/);
  assert.match(await part(leader, "坐席备注").textContent(), /客户询问保修期。/);

  const play = leader.getByRole("button", { name: "播放" }).first();
  await until(async () => (await play.isVisible()) || (await leader.reload(), await leader.waitForTimeout(1_500), false), "the recording is checked", 60_000);
  await play.click();
  await until(() => leader.locator("audio").first().evaluate((audio) => audio.currentTime > 1), "the recording plays");
  await accessible(leader, "the story of a call");

  const own = await logIn((await browser(t)).pages()[0], "agent3");
  await own.goto(leader.url());
  await own.getByText("没有这通电话的记录").waitFor();
  assert.deepEqual(office.errors, []);
});
