/** An agent's browser dies without a word, and he comes back in another one. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { answer, bar, base, browser, callIn, goHome, goIdle, hears, kill, livePeers, logIn, stateOf, strip, until } from "./support.mjs";

async function atDesk(t) {
  const office = await browser(t);
  const agent = await logIn(office.pages()[0], "agent1");
  await agent.goto(`${base}/desk`);
  return { office, agent };
}

async function withCaller(t) {
  const all = await atDesk(t);
  const caller = await logIn((await browser(t)).pages()[0], "agent2");
  await goIdle(all.agent);
  await callIn(caller);
  return { ...all, caller };
}

async function talking(t) {
  const all = await withCaller(t);
  await answer(all.agent);
  await hears(all.agent, "the caller's voice at the agent");
  return all;
}

test("a browser that dies while it rings: the caller keeps his place and rings again", async (t) => {
  const { office, agent, caller } = await withCaller(t);
  await agent.getByRole("alertdialog").getByRole("button", { name: "接听" }).waitFor();
  kill(office);
  const again = await atDesk(t);
  assert.equal(await livePeers(caller), 1, "the caller is still there");
  await answer(again.agent);
  await hears(again.agent, "the caller's voice");
  await bar(again.agent, "挂断").click();
  await goHome(again.agent);
});

test("a browser that dies in a talk: the caller hears music, and the talk goes on in another browser", async (t) => {
  const { office, caller } = await talking(t);
  kill(office);
  const died = performance.now();
  await hears(caller, "music at the caller");
  const again = await atDesk(t);
  await until(async () => (await strip(again.agent).textContent())?.startsWith("通话中"), "talking again");
  await hears(again.agent, "the caller's voice in the other browser");
  t.diagnostic(`voice back ${Math.round(performance.now() - died)} ms after the browser died, with a login between`);
  assert.equal(await livePeers(caller), 1, "the caller was connected all the time");
  await bar(again.agent, "挂断").click();
  await goHome(again.agent);
});

test("a browser that dies while the caller is on hold: whoever comes back speaks with him", async (t) => {
  const { office, agent, caller } = await talking(t);
  await bar(agent, "保持").click();
  await until(async () => (await strip(agent).textContent()).startsWith("保持中"), "on hold");
  kill(office);
  const again = await atDesk(t);
  await until(async () => (await strip(again.agent).textContent())?.startsWith("通话中"), "talking in the other browser");
  await hears(again.agent, "the caller's voice after the hold");
  assert.equal(await livePeers(caller), 1, "the caller was connected all the time");
  await bar(again.agent, "挂断").click();
  await goHome(again.agent);
});

test("a browser that dies in wrap-up: time and note go on", async (t) => {
  const { office, agent } = await talking(t);
  await agent.getByLabel("通话小结").fill("客户要求回电。");
  await agent.getByText("已自动保存").waitFor();
  await bar(agent, "挂断").click();
  await until(async () => (await stateOf(agent).textContent()).includes("整理"), "wrap-up");
  await agent.getByRole("button", { name: /延长/ }).click();
  kill(office);
  const again = await atDesk(t);
  await until(async () => (await stateOf(again.agent).textContent()).includes("整理"), "wrap-up in the other browser");
  await until(async () => (await again.agent.getByLabel("通话小结").inputValue()) === "客户要求回电。", "the draft in the other browser");
  await goHome(again.agent);
});
