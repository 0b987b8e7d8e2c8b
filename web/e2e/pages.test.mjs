/** Every page of the menu: reachable, accessible, in both languages and at both sizes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { accessible, bar, base, browser, company, fitsWidth, goIdle, logIn, setLanguage, stateOf, until } from "./support.mjs";

const sizes = [
  { width: 1024, height: 768 },
  { width: 1440, height: 900 },
];

async function look(page, where) {
  for (const language of ["zh-CN", "en"]) {
    await setLanguage(page, language);
    for (const size of sizes) {
      await page.setViewportSize(size);
      await page.goto(base + where);
      await page.locator("main .lt-panel:not([hidden])").first().waitFor();
      await page.waitForLoadState("networkidle");
      await page.waitForTimeout(200);
      await fitsWidth(page, `${where} ${language} ${size.width}`);
      if (size === sizes[0]) await accessible(page, `${where} ${language}`);
    }
  }
}

for (const account of ["agent3", "admin"]) {
  test(`every page of ${account}'s menu is accessible, fits, and says nothing to the console`, async (t) => {
    const context = await browser(t);
    const page = await logIn(context.pages()[0], account);
    await page.getByRole("navigation").getByRole("link").first().waitFor();
    const pages = await page.getByRole("navigation").getByRole("link").evaluateAll((links) => links.map((link) => new URL(link.href).pathname));
    assert.ok(pages.length > 0);
    context.said = [];
    for (const where of pages) {
      await look(page, where);
      assert.deepEqual(context.said, [], where);
    }
    await setLanguage(page, "zh-CN");
    assert.deepEqual(context.errors, []);
  });
}

test("the login page says what is wrong, asks for the picture code and speaks both languages", async (t) => {
  const context = await browser(t);
  const page = context.pages()[0];
  await page.goto(`${base}/desk`);
  await page.waitForURL(/\/login/);
  await accessible(page, "login in Chinese");
  await page.getByRole("button", { name: "登录", exact: true }).click();
  await page.getByText("请填写公司简称").waitFor();
  for (let attempt = 0; attempt < 6 && !(await page.getByLabel("验证码").isVisible()); attempt += 1) {
    await page.getByLabel("公司简称").fill(company);
    await page.getByLabel("用户账号").fill("nobody-here");
    await page.getByLabel("密码", { exact: true }).fill("wrong");
    await page.getByRole("button", { name: "登录", exact: true }).click();
    await page.getByRole("alert").first().waitFor();
    await page.waitForTimeout(600);
  }
  await page.getByLabel("验证码", { exact: true }).waitFor();
  const picture = page.getByAltText("图形验证码");
  const before = await picture.getAttribute("src");
  await page.getByRole("button", { name: "看不清？换一张" }).last().click();
  await page.waitForFunction((old) => document.querySelector(".lt-captcha-image img")?.getAttribute("src") !== old, before);
  await page.getByRole("button", { name: "English" }).click();
  await page.getByRole("button", { name: "Log in" }).waitFor();
  await accessible(page, "login in English");
  await fitsWidth(page, "login");
});

test("an agent leaves only when busy, changes the language on the way, and comes back to where he was", async (t) => {
  const context = await browser(t);
  const page = await logIn(context.pages()[0], "agent3");
  await page.goto(`${base}/desk`);
  await goIdle(page);
  await page.getByRole("button", { name: "退出系统" }).click();
  await page.getByText(/请先置忙/).waitFor();
  await bar(page, "置忙").click();
  await page.getByRole("menuitem", { name: "开会" }).click();
  await until(async () => (await stateOf(page).textContent()).includes("开会"), "busy with its reason");

  await page.locator(".lt-user-button").click();
  await page.getByRole("menuitem", { name: "English" }).click();
  await page.getByRole("toolbar").getByRole("button", { name: "Idle", exact: true }).waitFor();
  await page.reload();
  await page.getByRole("toolbar").getByRole("button", { name: "Idle", exact: true }).waitFor();
  await page.locator(".lt-user-button").click();
  await page.getByRole("menuitem", { name: "简体中文" }).click();
  await bar(page, "登出").and(page.locator(":enabled")).click();
  await page.getByText("您已退出登录。").waitFor();
  await page.goto(`${base}/test-call`);
  await page.waitForURL(/login\?next=/);
  await page.getByLabel("用户账号").waitFor();
  assert.deepEqual(context.errors, []);
});
