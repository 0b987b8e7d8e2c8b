/** What was typed for the mail server outlives a reload, but never its password. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { App } from "antd";
import { I18nextProvider } from "react-i18next";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { i18n } from "@/i18n";
import { forgetDrafts } from "@/ui/drafts";
import { MailView } from "./MailView";

beforeEach(async () => {
  await i18n.changeLanguage("en");
  vi.stubGlobal("fetch", async () => new Response(JSON.stringify({ server: null }), { status: 200 }));
});
afterEach(() => {
  vi.unstubAllGlobals();
  forgetDrafts();
});

const show = () =>
  render(
    <I18nextProvider i18n={i18n}>
      <QueryClientProvider client={new QueryClient()}>
        <App>
          <MailView />
        </App>
      </QueryClientProvider>
    </I18nextProvider>,
  );

test("what was typed for the mail server is there again, but never its password", async () => {
  const { unmount } = show();
  await userEvent.type(await screen.findByPlaceholderText("smtp.example.com"), "mail.firm.cn");
  await userEvent.type(document.querySelector("input[type=password]")!, "hush-hush");
  unmount();
  expect(JSON.stringify({ ...sessionStorage })).not.toContain("hush");
  show();
  expect(await screen.findByPlaceholderText("smtp.example.com")).toHaveValue("mail.firm.cn");
  await userEvent.click(screen.getByRole("button", { name: "Discard" }));
  expect(screen.getByPlaceholderText("smtp.example.com")).toHaveValue("");
});
