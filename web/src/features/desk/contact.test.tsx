/** What the middle pane says of the agent's state and of the call is so. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import { App } from "antd";
import { I18nextProvider } from "react-i18next";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { i18n, switchLanguage } from "@/i18n";
import type { DeskState } from "@/rt/state";
import { useRealtime } from "@/rt/store";
import DeskPage from "./DeskPage";

const agent = { sign_in: "signed_in", presence: "busy", work: "free", auto_idle: false, state: "busy", since: new Date().toISOString(), phone: "registered", actions: [] };
const customer = { number: "13800138000", shown: "138 0013 8000", region: "", anonymous: false };

beforeEach(() => {
  vi.spyOn(globalThis, "fetch").mockImplementation(() => Promise.resolve(new Response(JSON.stringify({ items: [], next: null }), { status: 200 })));
  switchLanguage("en");
});
afterEach(() => vi.restoreAllMocks());

function show(state: object) {
  useRealtime.setState({ status: "open", state: { me: { user_id: "u", name: "n" }, agent, ...state } as unknown as DeskState });
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <I18nextProvider i18n={i18n}>
        <App>
          <DeskPage />
        </App>
      </I18nextProvider>
    </QueryClientProvider>,
  );
}

test("who is not to be disturbed is not told that he is busy", () => {
  show({ agent: { ...agent, presence: "do_not_disturb", state: "do_not_disturb" } });
  screen.getByText("You do not want to be disturbed");
  expect(screen.queryByText("You are busy")).toBeNull();
});

test("the number that an agent called is not taken for the one that is shown to the customer", () => {
  show({ call: { call_id: "c1", direction: "out", state: "dialling", called: "13800138000", caller: customer, since: new Date().toISOString() } });
  expect(screen.getByText("Number called").nextSibling).toHaveTextContent("13800138000");
});
