/** A leader listens, whispers, barges in; an agent raises a hand and finds the leader's tip on his desk. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { accessible, answer, bar, base, browser, callIn, fitsWidth, goHome, goIdle, hears, logIn, strip, until } from "./support.mjs";

const SHOTS = process.env.LINGTING_E2E_SHOTS;
const panel = (page) => page.getByRole("region", { name: "正在监听" });
const row = (page, name) => page.getByRole("row").filter({ hasText: name });

async function shot(page, name) {
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png` });
}

/** Fills the dialog that asks for the reason. */
async function giveReason(page, title, reason, ok = "开始监听") {
  const dialog = page.getByRole("dialog", { name: title });
  await dialog.waitFor();
  // Typed without a click: the dialog is ready for it.
  await page.waitForFunction(() => document.activeElement?.closest("[role=dialog]") && document.activeElement.tagName === "INPUT");
  await page.keyboard.type(reason);
  await dialog.getByRole("button", { name: ok, exact: true }).click();
}

test("a leader listens to a talk and switches the mode, and the agent is told", async (t) => {
  const floor = await browser(t, { size: { width: 1024, height: 768 } });
  const agent = await logIn(floor.pages()[0], "agent1");
  await agent.goto(`${base}/desk`);
  const office = await browser(t);
  const leader = await logIn(office.pages()[0], "leader");
  const caller = await logIn((await browser(t)).pages()[0], "agent2");
  await goIdle(agent);

  await bar(agent, "举手").click();
  await agent.getByLabel("需要什么帮助").fill("客户要求退款，超出我的权限");
  await shot(agent, "hand-raising");
  await agent.keyboard.press("Enter");
  await bar(agent, "已举手").waitFor();
  await agent.reload();
  await bar(agent, "已举手").waitFor();

  await callIn(caller);
  await answer(agent);
  await leader.goto(`${base}/supervision`);
  const hands = leader.getByRole("region", { name: "举手求助" });
  await hands.getByText("客户要求退款").waitFor();
  await shot(leader, "hands");
  await accessible(leader, "the wallboard with a raised hand");
  await hands.getByRole("button", { name: "监听" }).and(leader.locator(":enabled")).click();
  await giveReason(leader, "监听 坐席一 的通话", "坐席求助，客户要求退款");
  await panel(leader).getByText("双方都听不到您").waitFor();
  await until(async () => (await panel(leader).textContent()).startsWith("正在监听坐席一"), "the phone picked up by itself");
  await hears(leader, "the talk at the leader's ear", 15_000);
  await agent.getByText("班长 正在监听本次通话").waitFor();
  await shot(leader, "listening");
  await shot(agent, "listened");
  await accessible(leader, "while listening");
  await fitsWidth(agent, "the agent's desk with notes");

  await bar(agent, "保持").click();
  await until(async () => (await strip(agent).first().textContent()).startsWith("保持中"), "on hold");
  await hears(leader, "the agent while the customer is on hold");
  await bar(agent, "接回").click();
  await hears(leader, "both again");

  await panel(leader).getByRole("radio", { name: "监听" }).focus();
  await leader.keyboard.press("ArrowRight");
  await panel(leader).getByText("只有坐席能听到您").waitFor();
  await agent.getByText("班长 正在对您耳语").waitFor();
  await hears(leader, "the talk while whispering");
  await panel(leader).getByText("插话", { exact: true }).click();
  await agent.getByText("班长 已加入通话").waitFor();
  // Who stays in the bridge while a third one comes is easily deaf: docs/decisions/0070.
  for (const [page, who] of [[leader, "leader"], [agent, "agent"], [caller, "caller"]]) await hears(page, `the talk of three at the ${who}'s ear`);

  await leader.reload();
  await panel(leader).getByText("坐席和客户都能听到您").waitFor();
  await until(async () => (await panel(leader).textContent()).startsWith("正在监听"), "back after the reload");
  await hears(leader, "the talk after the leader's page was reloaded", 15_000);

  await panel(leader).getByRole("button", { name: "结束监听" }).click();
  await until(async () => (await panel(leader).count()) === 0, "no longer listening");
  await hears(agent, "the caller's voice at the agent, as before");
  await hears(caller, "the agent's voice at the caller, as before");

  await hands.getByRole("button", { name: "提示" }).click();
  await leader.getByLabel("提示内容").fill("五百元以内可以直接退，请先核对订单号。");
  await leader.getByRole("dialog").getByRole("button", { name: "发送" }).click();
  await agent.getByText("五百元以内可以直接退").waitFor();
  await shot(agent, "tip");
  await accessible(agent, "a tip on the desk");
  await agent.getByRole("button", { name: "知道了" }).click();
  await hands.getByRole("button", { name: "完成" }).click();
  await bar(agent, "举手").waitFor();

  const calls = leader.getByRole("list", { name: "正在进行的通话" });
  await calls.getByRole("button", { name: "监听 坐席一 的通话" }).click();
  await leader.getByRole("dialog", { name: "监听 坐席一 的通话" }).waitFor();
  await leader.keyboard.press("Escape");
  await leader.getByRole("dialog").waitFor({ state: "hidden" });

  await goIdle(leader);
  await row(leader, "坐席一").getByRole("button", { name: "对 坐席一 的操作" }).click();
  await leader.getByRole("menuitem", { name: "接管" }).click();
  await giveReason(leader, "接管 坐席一 的通话", "客户要求主管处理", "接管");
  await until(async () => (await strip(leader).first().textContent())?.startsWith("通话中"), "the leader has the customer");
  await hears(leader, "the customer at the leader's ear", 15_000);
  await agent.getByText("班长 接管了这通电话：").waitFor();
  await until(async () => (await agent.locator(".lt-bar-state .lt-tag").textContent()).includes("整理"), "the agent wraps up");
  await shot(leader, "taken-over");
  await shot(agent, "taken-from");
  await agent.getByRole("button", { name: "知道了" }).click();
  await goHome(agent);
  await bar(leader, "挂断").click();
  await goHome(leader);
  await caller.getByRole("button", { name: "挂断" }).last().click();

  const admin = await logIn((await browser(t)).pages()[0], "admin");
  await admin.goto(`${base}/audit`);
  await admin.getByText("结束监听通话").first().waitFor();
  await shot(admin, "audit");
  const trail = await admin.getByRole("table").first().textContent();
  for (const words of ["开始监听通话", "切换监听方式", "结束监听通话", "向坐席发送提示", "接管坐席的通话", "客户要求退款"]) assert.ok(trail.includes(words), `${words} in ${trail}`);
  assert.deepEqual([...floor.errors, ...office.errors], []);
});

test("a leader sets an agent busy, signs him out and moves him, each with a reason", async (t) => {
  const agent = await logIn((await browser(t)).pages()[0], "agent3");
  await agent.goto(`${base}/desk`);
  await goIdle(agent);
  const office = await browser(t, { size: { width: 1024, height: 768 } });
  const leader = await logIn(office.pages()[0], "leader");
  await leader.goto(`${base}/supervision`);
  const act = async (name) => {
    await row(leader, "坐席三").getByRole("button", { name: "对 坐席三 的操作" }).click();
    await leader.getByRole("menuitem", { name }).click();
    return leader.getByRole("dialog");
  };

  const busy = await act("强制置忙");
  await shot(leader, "busy-dialog");
  await busy.getByLabel("置忙原因").click();
  await leader.getByText("小组培训", { exact: true }).last().click();
  await busy.getByLabel("原因", { exact: true }).fill("两点开班前会");
  await busy.getByRole("button", { name: "置忙", exact: true }).click();
  await agent.getByText("班长 已将您置忙：").waitFor();
  await agent.getByText("两点开班前会").waitFor();
  await until(async () => (await agent.locator(".lt-bar-state .lt-tag").textContent()).includes("小组培训"), "busy");

  const groups = await act("调度技能组");
  await groups.getByRole("checkbox").first().waitFor();
  await shot(leader, "groups-dialog");
  await groups.getByLabel("原因", { exact: true }).fill("支援");
  await groups.getByRole("button", { name: "调度", exact: true }).click();
  await agent.getByText("班长 调整了您的技能组：").waitFor();

  const idle = await act("强制置闲");
  await idle.getByLabel("原因", { exact: true }).fill("排队");
  await idle.getByRole("button", { name: "置闲", exact: true }).click();
  await leader.getByText("公司未开启").waitFor();
  await idle.getByRole("button", { name: "取消" }).click();

  const out = await act("强制签出");
  await out.getByLabel("原因", { exact: true }).fill("已下班");
  await out.getByRole("button", { name: "签出", exact: true }).click();
  await bar(agent, "签入").waitFor();
  await fitsWidth(leader, "the wallboard at 1024");
  await accessible(leader, "the wallboard with leaders' actions");
  assert.deepEqual(office.errors, []);
});
