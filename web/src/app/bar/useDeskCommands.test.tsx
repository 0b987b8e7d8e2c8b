/** A command is sent once, however often its key is pressed before the server has answered. */
import { act, renderHook, waitFor } from "@testing-library/react";
import { App } from "antd";
import { I18nextProvider } from "react-i18next";
import type { ReactNode } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { i18n } from "@/i18n";
import type { DeskState } from "@/rt/state";
import { useRealtime } from "@/rt/store";
import { useDeskCommands } from "./useDeskCommands";

const sent: string[] = [];
let answer: (() => void) | undefined;

beforeEach(() => {
  vi.stubGlobal("fetch", (path: string) => {
    sent.push(path);
    return new Promise((resolve) => (answer = () => resolve(new Response(null, { status: 204 }))));
  });
  useRealtime.setState({ state: { me: { user_id: "u1" }, call: { call_id: "c1" } } as DeskState });
});
afterEach(() => {
  vi.unstubAllGlobals();
  useRealtime.setState({ state: undefined });
});

const around = ({ children }: { children: ReactNode }) => (
  <I18nextProvider i18n={i18n}>
    <App>{children}</App>
  </I18nextProvider>
);

test("hanging up from the bar and by its key at once", async () => {
  const bar = renderHook(useDeskCommands, { wrapper: around }).result.current;
  const shortcut = renderHook(useDeskCommands, { wrapper: around }).result.current;
  const both = Promise.all([bar.hangUp(), shortcut.hangUp()]);
  await waitFor(() => expect(sent).toEqual(["/api/desk/calls/c1/hang-up"]));
  answer?.();
  expect(await both).toEqual([true, true]);
  await act(async () => {
    const again = bar.hangUp();
    answer?.();
    await again;
  });
  expect(sent).toHaveLength(2);
});
