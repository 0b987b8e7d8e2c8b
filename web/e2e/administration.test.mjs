/** What an administrator does: people and seats, skill groups and queues, numbers, flows, voices, customers. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { accessible, base, browser, company, complaints, logIn, until } from "./support.mjs";

const drawer = (page) => page.locator(".lt-drawer");
const field = (page, name) => drawer(page).getByRole("textbox", { name });
const save = (page) => drawer(page).getByRole("button", { name: "保存" }).click();
const closed = (page) => drawer(page).waitFor({ state: "detached" });
const problemAt = (page) => drawer(page).locator(".ant-form-item-explain-error").first();
const command = (page, name) => page.getByRole("button", { name });

/** A page's own panel of a new record, opened as a person opens it. */
async function open(page, path, name) {
  await page.goto(base + path);
  await command(page, name).first().click();
  await drawer(page).waitFor();
}

async function choose(page, name, option) {
  await drawer(page).getByRole("combobox", { name }).click();
  const list = page.locator(".ant-select-dropdown:visible");
  await list.locator(".ant-select-item-option", { hasText: option }).first().click();
  if (await list.getByRole("listbox").and(page.locator("[aria-multiselectable=true]")).count()) await page.keyboard.press("Escape");
}

async function remove(page, name) {
  await command(page, `删除 ${name}`).click();
  const answer = page.waitForResponse((response) => response.request().method() === "DELETE");
  await page.getByRole("dialog").getByRole("button", { name: "删除" }).click();
  assert.equal((await answer).status(), 204, `“${name}” is deleted`);
  await command(page, `删除 ${name}`).waitFor({ state: "detached" });
}

async function newUser(page, account, name) {
  await open(page, "/users", "新建用户");
  await field(page, "账号").fill("agent1");
  await field(page, "姓名").fill(name);
  await save(page);
  await problemAt(page).waitFor();
  assert.equal(await field(page, "姓名").inputValue(), name, "nothing typed is lost");
  await accessible(page, "the user form with a problem");
  await field(page, "账号").fill(account);
  await save(page);
  const password = await page.locator(".lt-secret code").textContent();
  await command(page, "我已记下").click();
  return password.trim();
}

test("a new user gets a password once, a seat, and has to change the password", async (t) => {
  const context = await browser(t);
  const page = await logIn(context.pages()[0], "admin");
  const password = await newUser(page, "trainee", "新来的");
  assert.match(password, /\S{8,}/);

  await open(page, "/seats", "新建坐席");
  const number = await field(page, "坐席号").inputValue();
  assert.match(number, /^A\d{3}$/);
  await choose(page, "使用人", "新来的");
  await save(page);
  await closed(page);
  await page.goto(`${base}/users`);
  await page.getByRole("row", { name: /新来的/ }).getByText(number).waitFor();

  const own = (await (await browser(t)).pages())[0];
  await own.goto(`${base}/login`);
  await own.getByLabel("公司简称").fill(company);
  await own.getByLabel("用户账号").fill("trainee");
  await own.getByLabel("密码").fill(password);
  await own.getByRole("button", { name: "登录", exact: true }).click();
  const dialog = own.getByRole("dialog");
  await dialog.getByLabel("当前密码").fill(password);
  await dialog.getByLabel("新密码", { exact: true }).fill("a-better-one-2026");
  await dialog.getByLabel("再次输入新密码").fill("a-better-one-2026");
  await dialog.getByRole("button", { name: "确定" }).click();
  await own.waitForURL(/\/desk/);

  await remove(page, "新来的");
  await page.goto(`${base}/seats`);
  await remove(page, number);
  assert.deepEqual([context.errors, complaints(context)], [[], []]);
});

test("people come from a spreadsheet, wrong rows say what is wrong, and passwords are shown once", async (t) => {
  const context = await browser(t, { size: { width: 1024, height: 768 } });
  const page = await logIn(context.pages()[0], "admin");
  await page.goto(`${base}/users`);
  await command(page, "批量导入").click();
  await drawer(page).waitFor();
  const table = field(page, "人员表格");
  const apply = drawer(page).getByRole("button", { name: /^(批量导入|导入 \d+ 人)$/ });
  assert.equal(await apply.isEnabled(), false);
  await table.fill("姓名\t电话\n甲\t1");
  await drawer(page).getByText("表头里没有“账号”这一列").waitFor();
  await table.fill("姓名\t账号\t坐席号\t分机\t技能组\n表格甲\tsheet.a\tA710\t7100\t客服组:8\n表格乙\tadmin\t\t\t没有的组\n表格丙\tno spaces please");
  await drawer(page).getByText("账号“admin”已经有人使用 · 没有叫“没有的组”的技能组").waitFor();
  assert.equal(await apply.isEnabled(), false);
  await accessible(page, "people with problems");
  await table.fill("姓名\t账号\t坐席号\t分机\t技能组\n表格甲\tsheet.a\tA710\t7100\t客服组:8\n表格丙\tno spaces please");
  await apply.click();
  await page.locator(".ant-modal").getByRole("button", { name: "导入 2 人" }).click();
  await drawer(page).locator("tr", { hasText: "表格丙" }).locator(".lt-sheet-bad").waitFor();
  await page.reload();
  assert.match(await table.inputValue(), /no spaces please/, "what was pasted is still there");
  await table.fill("姓名\t账号\t坐席号\t分机\t技能组\n表格甲\tsheet.a\tA710\t7100\t客服组:8\n表格丙\tsheet.c");
  await drawer(page).getByText("2 人可以导入").waitFor();
  const group = () => page.evaluate(async () => (await (await fetch("/api/skill-groups")).json()).find(({ name }) => name === "客服组"));
  const put = (members) =>
    page.evaluate(
      async ([path, body]) => (await fetch(path, { method: "PUT", headers: { "Content-Type": "application/json", "X-Requested-With": "lingting" }, body })).ok,
      [`/api/skill-groups/${id}`, JSON.stringify({ name, music, members })],
    );
  const { id, name, music, members } = await group();
  assert.ok(await put(members.slice(1)), "somebody else changes the group meanwhile");
  await apply.dblclick();
  await page.getByText("新建用户 2 个、坐席 1 个，1 个技能组加入成员。").waitFor();
  await page.locator(".ant-modal").getByRole("button", { name: "导入 2 人" }).click();
  await page.getByText("新用户的初始密码").first().waitFor();
  assert.equal(await page.locator(".lt-passwords tbody tr").count(), 2);
  await accessible(page, "first passwords");
  await command(page, "我已记下").click();
  await drawer(page).waitFor({ state: "detached" });
  await page.getByRole("row", { name: /表格甲.*A710 \/ 分机 7100/ }).waitFor();
  const joined = (await group()).members;
  assert.equal(joined.length, members.length, "what somebody else changed is kept");
  assert.deepEqual(joined.slice(0, -1), members.slice(1));
  await page.goto(`${base}/configuration`);
  await page.getByText("导入记录").click();
  await command(page, "回退").first().click();
  await page.getByRole("dialog").getByRole("button", { name: "回退" }).click();
  await page.getByText(/已回退到记录/).first().waitFor();
  await page.goto(`${base}/users`);
  await command(page, "批量导入").waitFor();
  await page.getByRole("row", { name: /管理员 admin/ }).waitFor();
  assert.equal(await page.getByText("表格甲").count(), 0);
  assert.ok(await put(members));
  assert.deepEqual(complaints(context), []);
});

test("a queue says whom it finds, before it is saved", async (t) => {
  const context = await browser(t);
  const page = await logIn(context.pages()[0], "admin");
  await open(page, "/skill-groups", "新建技能组");
  await field(page, "名称").fill("英语组");
  const agents = drawer(page).getByRole("combobox", { name: "选择坐席" });
  for (const name of ["坐席一", "坐席二"]) {
    await agents.click();
    await page.locator(".ant-select-dropdown:visible .ant-select-item-option", { hasText: name }).first().click();
  }
  await page.keyboard.press("Escape");
  await drawer(page).getByRole("button", { name: "添加" }).click();
  await drawer(page).getByLabel("坐席一 的等级").fill("9");
  await drawer(page).getByRole("button", { name: "上移 坐席二" }).click();
  await accessible(page, "the skill group form");
  await save(page);
  await closed(page);

  await open(page, "/queues", "新建队列");
  await field(page, "名称").fill("英语热线");
  await save(page);
  await page.getByText("请至少选择一个技能组").waitFor();
  await drawer(page).getByRole("button", { name: "添加技能组" }).click();
  await choose(page, "技能组", "英语组");
  await drawer(page).getByLabel("“英语组”的最低等级").fill("8");
  await page.keyboard.press("Tab");
  await drawer(page).getByRole("button", { name: "添加一次放宽" }).click();
  await drawer(page).getByLabel("第 1 次放宽：等级").fill("5");
  await page.keyboard.press("Tab");
  await until(async () => (await drawer(page).locator(".lt-found").allTextContents()).join() === " 1 名坐席符合, 2 名坐席符合", "one agent at once, two after a while");
  await accessible(page, "the queue form");
  await save(page);
  await closed(page);

  await page.goto(`${base}/skill-groups`);
  await command(page, "删除 英语组").click();
  await page.getByRole("dialog").getByText("英语热线").waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "取消" }).click();
  await page.goto(`${base}/queues`);
  await remove(page, "英语热线");
  await page.goto(`${base}/skill-groups`);
  await remove(page, "英语组");
  assert.deepEqual([context.errors, complaints(context)], [[], []]);
});

test("a panel that was typed in asks before it closes, and gives the focus back", async (t) => {
  const context = await browser(t);
  const page = await logIn(context.pages()[0], "admin");
  await page.goto(`${base}/queues`);
  const name = command(page, "客户服务").first();
  await name.focus();
  await page.keyboard.press("Enter");
  await field(page, "名称").fill("另一个名字");
  await page.keyboard.press("Escape");
  const goOn = page.getByRole("button", { name: "继续编辑" });
  await until(() => goOn.evaluate((node) => node === document.activeElement), "the Enter key throws nothing away");
  await page.keyboard.press("Enter");
  await goOn.waitFor({ state: "hidden" });
  assert.equal(await field(page, "名称").inputValue(), "另一个名字");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "放弃修改" }).click();
  await closed(page);
  await until(() => name.evaluate((node) => node === document.activeElement), "the focus is back");
  assert.deepEqual([context.errors, complaints(context)], [[], []]);
});

test("the open panel stands in the address: Back closes it, Forward opens it, and nothing typed is lost", async (t) => {
  const context = await browser(t);
  const page = await logIn(context.pages()[0], "admin");
  const shown = () => new URL(page.url()).pathname + new URL(page.url()).search;
  const restored = drawer(page).getByText("上次没有保存的修改已经恢复。");
  await page.goto(`${base}/customers`);
  await page.goto(`${base}/queues`);
  await command(page, "客户服务").first().click();
  await field(page, "名称").fill("另一个名字");
  const sent = shown();
  assert.match(sent, /^\/queues\?open=/);
  await page.goBack();
  await closed(page);
  assert.equal(shown(), "/queues");
  await page.getByText("未保存的内容已经留存，再次打开即可继续。").waitFor();
  await page.goForward();
  await restored.waitFor();
  await page.reload();
  await restored.waitFor();
  assert.equal(await field(page, "名称").inputValue(), "另一个名字");
  await drawer(page).getByRole("button", { name: "放弃修改" }).click();
  await drawer(page).locator(".ant-drawer-close").dblclick();
  await closed(page);
  await page.waitForTimeout(300);
  assert.equal(shown(), "/queues", "two clicks are one step");
  await page.goBack();
  await page.waitForURL(/\/customers$/);
  await page.goto(base + sent);
  await drawer(page).getByRole("button", { name: "取消" }).click();
  await closed(page);
  assert.equal(shown(), "/queues", "what a link opened is closed in place");
  await page.goto(`${base}/flows`);
  await command(page, "新建流程").first().click();
  await field(page, "中文名称").fill("返回测试");
  await save(page);
  await page.waitForURL(/\/flows\/[^/]+$/);
  await page.goBack();
  await page.waitForURL(/\/flows$/);
  await remove(page, "返回测试");
  assert.deepEqual([context.errors, complaints(context)], [[], []]);
});

test("an administrator begins where there is something for him, and loses no setting that he typed", async (t) => {
  const context = await browser(t);
  const page = await logIn(context.pages()[0], "admin");
  await page.goto(base);
  await page.waitForURL(/\/supervision$/);
  await page.goto(`${base}/settings`);
  const card = page.getByRole("region", { name: "规则" });
  const wrapUp = card.getByLabel("话后整理时长（秒）");
  for (const group of ["通话与坐席", "录音与保留期限", "登录安全", "报表口径", "考核目标"]) await card.getByText(group, { exact: true }).waitFor();
  assert.equal(await card.getByText("其他", { exact: true }).count(), 0, "every setting has its heading");
  const before = await wrapUp.inputValue();
  await wrapUp.fill("99999");
  await wrapUp.press("Tab");
  await card.getByText("请填写 0 到 3600 之间的数").waitFor();
  assert.equal(await wrapUp.inputValue(), "99999", "nothing typed is changed");
  await accessible(page, "settings with a problem");
  await wrapUp.fill("45");
  await page.reload();
  await card.getByText("上次没有保存的修改已经恢复。").waitFor();
  assert.equal(await wrapUp.inputValue(), "45");
  await command(page, "保存").last().dblclick();
  await page.getByText("已保存").first().waitFor();
  await page.reload();
  await wrapUp.waitFor();
  assert.equal(await wrapUp.inputValue(), "45");
  assert.equal(await card.getByText("上次没有保存的修改已经恢复。").count(), 0);
  await wrapUp.fill(before);
  await command(page, "保存").last().click();
  await page.getByText("已保存").first().waitFor();
  assert.deepEqual(context.errors, []);
});

test("a flow is copied, broken, led back by its problems, and published", async (t) => {
  const context = await browser(t);
  const page = await logIn(context.pages()[0], "admin");
  await page.goto(`${base}/flows`);
  await command(page, /复制“呼叫中心接听流程”/).click();
  await field(page, "中文名称").fill("节日接听流程");
  await save(page);
  await page.getByRole("heading", { name: "节日接听流程" }).waitFor();
  await page.locator(".react-flow__node").first().waitFor();
  await accessible(page, "the picture of a flow");

  await page.locator(".ant-segmented-item", { hasText: "文本" }).click();
  const text = page.getByRole("textbox", { name: "文本", exact: true });
  const good = await text.inputValue();
  await text.fill(good.replace('"next": "look"', '"next": "nowhere"'));
  await page.locator(".lt-problem-error").first().waitFor();
  assert.equal(await command(page, /发布/).isDisabled(), true);
  await accessible(page, "the text of a flow");

  await page.locator(".lt-problem-error .lt-link").first().click();
  const exit = page.getByRole("combobox", { name: "出口“继续”连到" });
  await exit.click();
  await page.locator(".ant-select-dropdown:visible .ant-select-item-option", { hasText: "坐席是否空闲" }).click();
  await page.getByText("没有发现问题，可以发布。").waitFor();
  assert.deepEqual(JSON.parse(await text.inputValue()), JSON.parse(good));

  await command(page, /发布/).click();
  await page.getByRole("dialog").getByRole("textbox", { name: "说明" }).fill("节日");
  await page.getByRole("dialog").getByRole("button", { name: "发布" }).click();
  await page.locator(".lt-flow-status").getByText("已发布 第 1 版").waitFor();
  await page.locator(".ant-segmented-item", { hasText: "流程图" }).click();
  await page.locator(".react-flow__node").nth(1).focus();
  await page.keyboard.press("Enter");
  await page.locator(".lt-inspector").waitFor();
  await page.goto(`${base}/flows`);
  await remove(page, "节日接听流程");
  assert.deepEqual([context.errors, complaints(context)], [[], []]);
});

test("a number is refused where it is wrong, and a 400 number is bound to it", async (t) => {
  const context = await browser(t);
  const page = await logIn(context.pages()[0], "admin");
  await open(page, "/numbers", "新建接入号码");
  await field(page, "号码").fill("no number");
  await save(page);
  await problemAt(page).waitFor();
  await field(page, "号码").fill("95123");
  await choose(page, "流程", "接听流程");
  await save(page);
  await closed(page);
  await open(page, "/numbers?view=bound", "绑定号码");
  await field(page, "号码").fill("4008001234");
  await choose(page, "接入号码", "95123");
  await save(page);
  await closed(page);
  await page.goto(`${base}/numbers`);
  await page.getByRole("row", { name: /95123/ }).getByText("4008001234").waitFor();
  await page.goto(`${base}/numbers?view=bound`);
  await remove(page, "4008001234");
  await page.goto(`${base}/numbers`);
  await remove(page, "95123");
  assert.deepEqual([context.errors, complaints(context)], [[], []]);
});

test("a voice is written, recorded at the microphone and heard", async (t) => {
  const context = await browser(t);
  const page = await logIn(context.pages()[0], "admin");
  await open(page, "/prompts", "新建语音");
  await field(page, "名称").fill("节日快乐");
  await field(page, "文字").first().fill("祝您节日快乐。");
  await save(page);
  const chinese = page.getByRole("group", { name: "简体中文声音" });
  await chinese.getByText("系统朗读").waitFor();
  await chinese.getByRole("button", { name: "现场录音" }).click();
  await page.waitForTimeout(1_500);
  await chinese.getByRole("button", { name: /停止并保存/ }).click();
  await chinese.getByText(/^录音：/).waitFor();
  const seconds = await chinese.locator("audio").evaluate(async (audio) => {
    audio.muted = true;
    await audio.play();
    return audio.duration;
  });
  assert.ok(seconds > 0.5, `it lasts ${seconds} s`);
  await accessible(page, "the form of a voice");
  await page.goto(`${base}/prompts?open=welcome`);
  await drawer(page).getByRole("link", { name: "呼叫中心接听流程" }).waitFor();
  await page.goto(`${base}/prompts`);
  await remove(page, "节日快乐");
  assert.deepEqual([context.errors, complaints(context)], [[], []]);
});

test("a customer is kept as typed and found by his number", async (t) => {
  const context = await browser(t);
  const page = await logIn(context.pages()[0], "agent2");
  const name = "<b>张三</b> 😀";
  await open(page, "/customers", "新建客户");
  await field(page, "姓名").fill(name);
  await field(page, "第 1 个电话号码").fill("no number");
  await save(page);
  await problemAt(page).waitFor();
  await field(page, "第 1 个电话号码").fill("138 0013 8000");
  await save(page);
  await page.getByRole("heading", { name, level: 1 }).waitFor();
  await accessible(page, "the card of a customer");
  await page.goto(`${base}/customers`);
  await page.getByLabel("姓名、单位或电话号码").fill("13800138000");
  await page.keyboard.press("Enter");
  await page.waitForURL(/q=/);
  await page.getByRole("link", { name }).first().waitFor();
  await page.reload();
  await page.getByRole("link", { name }).first().waitFor();
  assert.deepEqual([context.errors, complaints(context)], [[], []]);
});

test("a supervisor looks at what he may not change", async (t) => {
  const context = await browser(t);
  const page = await logIn(context.pages()[0], "leader");
  await page.goto(`${base}/queues`);
  await command(page, /查看/).first().click();
  await page.getByText("您只有查看权限，不能修改。").waitFor();
  assert.equal(await drawer(page).getByRole("button", { name: "保存" }).count(), 0);
  assert.equal(await command(page, "新建队列").count(), 0);
  assert.equal(await page.getByRole("navigation").getByText("操作日志").count(), 0);
  await page.goto(`${base}/audit`);
  await page.getByText("您没有权限打开“操作日志”。").waitFor();
  await page.waitForURL(/\/desk$/);
  assert.deepEqual([context.errors, complaints(context)], [[], []]);
});
