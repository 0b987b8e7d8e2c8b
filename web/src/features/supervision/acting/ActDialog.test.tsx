/** A leader's act is done once, however often it is pressed before the server answered. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { App } from "antd";
import { I18nextProvider } from "react-i18next";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { i18n } from "@/i18n";
import { useRealtime } from "@/rt/store";
import { floor } from "../floor.fixture";
import ActDialog from "./ActDialog";
import type { Act } from "./acts";

const sent: string[] = [];
const waiting: ((answer: Response) => void)[] = [];

beforeEach(async () => {
  await i18n.changeLanguage("en");
  vi.stubGlobal("fetch", (_: string, { body }: RequestInit) => {
    sent.push(String(body));
    return new Promise((resolve) => waiting.push(resolve));
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  sent.length = 0;
  waiting.length = 0;
});

function show(act: Act = "idle") {
  const onClose = vi.fn();
  render(
    <I18nextProvider i18n={i18n}>
      <QueryClientProvider client={new QueryClient()}>
        <App>
          <ActDialog act={act} agentId="a1" name="Wang Fang" onClose={onClose} />
        </App>
      </QueryClientProvider>
    </I18nextProvider>,
  );
  return onClose;
}
const field = () => screen.getByRole("textbox");
const refusal = () => new Response(JSON.stringify({ slug: "busy", detail: "Not now" }), { status: 503 });

test("the Enter key pressed twice, or held, is one act", async () => {
  const onClose = show();
  await userEvent.type(field(), "Many callers wait{Enter}");
  await waitFor(() => expect(sent).toHaveLength(1));
  await userEvent.type(field(), "{Enter}{Enter}");
  expect(sent).toHaveLength(1);
  waiting[0]!(new Response(null, { status: 204 }));
  await waitFor(() => expect(onClose).toHaveBeenCalledExactlyOnceWith(true));
});

test("after a refusal it may be tried again", async () => {
  const onClose = show();
  await userEvent.type(field(), "Many callers wait{Enter}");
  await waitFor(() => expect(sent).toHaveLength(1));
  waiting[0]!(refusal());
  await screen.findByText("Not now");
  expect(onClose).not.toHaveBeenCalled();
  await userEvent.type(field(), "{Enter}");
  await waitFor(() => expect(sent).toHaveLength(2));
});

test("the Enter key does it also where more than one field is asked for", async () => {
  useRealtime.setState({ boards: { floor: floor({ reasons: { lunch: { zh: "就餐", en: "Lunch" } } }) } });
  show("busy");
  await userEvent.click(screen.getByRole("combobox"));
  await userEvent.click(await screen.findByText("Lunch"));
  await userEvent.type(screen.getByLabelText("Reason"), "It is noon{Enter}");
  await waitFor(() => expect(sent).toEqual([JSON.stringify({ busy_reason: "lunch", reason: "It is noon" })]));
});

test("groups that were not read are not taken from the agent", async () => {
  show("groups");
  await waitFor(() => expect(waiting).toHaveLength(1));
  await userEvent.type(field(), "Many callers wait{Enter}");
  expect(screen.getByRole("button", { name: "Change" })).toBeDisabled();
  expect(sent).toHaveLength(1);
  waiting[0]!(new Response(JSON.stringify([{ id: "g1", name: "Sales", members: [{ agent: "a1", level: 3 }] }]), { headers: { "Content-Type": "application/json" } }));
  await screen.findByText("Sales");
  await userEvent.type(field(), "{Enter}");
  await waitFor(() => expect(sent).toHaveLength(2));
  expect(sent[1]).toContain('{"group":"g1","level":3}');
});
