/** Enter takes the first of what was looked for, and nobody while nothing was. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { App } from "antd";
import { I18nextProvider } from "react-i18next";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { i18n, switchLanguage } from "@/i18n";
import type { DeskState } from "@/rt/state";
import { useRealtime } from "@/rt/store";
import { closePanel, usePanels } from "./panels";
import { TransferDialog } from "./TransferDialog";

const agents = [{ id: "1", name: "Wang Fang", seat: "A001", extension: "1001", state: "idle", can_take: true }];
const sent: string[] = [];

beforeEach(() => {
  switchLanguage("en");
  vi.stubGlobal("fetch", async (_: string, { method, body }: RequestInit) => {
    if (method === "POST") sent.push(String(body));
    return new Response(JSON.stringify({ agents, queues: [], flows: [] }), { status: 200 });
  });
  useRealtime.setState({ state: { me: { user_id: "u1" }, call: { call_id: "c1" } } as DeskState });
  usePanels.setState({ open: "transfer" });
});
afterEach(() => {
  vi.unstubAllGlobals();
  closePanel();
  useRealtime.setState({ state: undefined });
});

test("the Enter key", async () => {
  render(
    <I18nextProvider i18n={i18n}>
      <QueryClientProvider client={new QueryClient()}>
        <App>
          <TransferDialog />
        </App>
      </QueryClientProvider>
    </I18nextProvider>,
  );
  await screen.findByText("Wang Fang");
  await userEvent.type(screen.getByPlaceholderText("Find by name, seat or extension"), "{Enter}");
  expect(sent).toEqual([]);
  await userEvent.type(screen.getByPlaceholderText("Find by name, seat or extension"), "wang{Enter}");
  await waitFor(() => expect(sent).toHaveLength(1));
});
