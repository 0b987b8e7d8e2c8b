/** A raised hand is taken and put down once, however fast it is pressed. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen } from "@testing-library/react";
import { App } from "antd";
import { I18nextProvider } from "react-i18next";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { meQuery } from "@/api/session";
import { i18n } from "@/i18n";
import type { DeskState, Hand } from "@/rt/state";
import { useRealtime } from "@/rt/store";
import { floor } from "../floor.fixture";
import { HandsStrip } from "./HandsStrip";

const hand: Hand = { id: "h1", agent: "a1", name: "Wang Fang", text: "", raised_at: "2026-03-02T10:00:00Z" };
const sent: string[] = [];

beforeEach(async () => {
  await i18n.changeLanguage("en");
  vi.stubGlobal("fetch", (path: string, { method }: RequestInit) => {
    sent.push(`${method} ${path}`);
    return new Promise(() => undefined);
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  useRealtime.setState({ boards: {}, state: undefined });
  sent.length = 0;
});

function show(one: Hand) {
  const client = new QueryClient();
  client.setQueryData(meQuery.queryKey, { permissions: ["*"] } as never);
  useRealtime.setState({ boards: { floor: floor(), hands: { hands: { h1: one } } }, state: { me: { user_id: "u1" } } as DeskState });
  render(
    <I18nextProvider i18n={i18n}>
      <QueryClientProvider client={client}>
        <App>
          <HandsStrip />
        </App>
      </QueryClientProvider>
    </I18nextProvider>,
  );
}

test.each([
  ["Take", hand, "POST /api/supervision/hands/h1/take"],
  ["Done", { ...hand, taken_by: "u1" }, "DELETE /api/supervision/hands/h1"],
])("%s", (name, one, request) => {
  show(one);
  const button = screen.getByRole("button", { name });
  fireEvent.click(button);
  fireEvent.click(button);
  expect(sent).toEqual([request]);
});
