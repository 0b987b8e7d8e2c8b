import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { App } from "antd";
import { I18nextProvider } from "react-i18next";
import { act } from "react";
import { beforeEach, expect, test, vi } from "vitest";
import { RingingDialog } from "@/app/bar/RingingDialog";
import { i18n, switchLanguage } from "@/i18n";
import { silentView, usePhone } from "@/phone/view";
import type { DeskState, Offer } from "@/rt/state";
import { useRealtime } from "@/rt/store";

const offer: Offer = {
  offer_id: "o1",
  call_id: "c1",
  at: new Date().toISOString(),
  expires_at: new Date(Date.now() + 20_000).toISOString(),
  caller: { number: "13800138000", shown: "138 0013 8000", region: "广东深圳", anonymous: false },
  called: "4008001234",
  queue: { id: "q1", name: "售后" },
  path: [],
  data: [],
  transfers: 0,
};

function show(extra = <></>) {
  return render(
    <I18nextProvider i18n={i18n}>
      <App>
        {extra}
        <RingingDialog />
      </App>
    </I18nextProvider>,
  );
}

const ring = () =>
  act(() => {
    useRealtime.setState({ status: "open", state: { me: { user_id: "u", name: "n" }, offer } as DeskState });
    usePhone.setState({ role: "leader", view: { ...silentView, mode: "ringing" } });
  });

beforeEach(() => {
  switchLanguage("en");
  useRealtime.setState({ state: undefined });
  usePhone.setState({ view: silentView });
});

test("a call is announced at once and the answer button has the focus", async () => {
  show();
  expect(screen.queryByRole("alertdialog")).toBeNull();
  ring();
  expect(screen.getByRole("alertdialog", { name: "Incoming call" })).toBeInTheDocument();
  expect(screen.getByRole("alert")).toHaveTextContent("138 0013 8000");
  expect(screen.getByRole("button", { name: /Answer/ })).toHaveFocus();
});

test("a ringing call never takes the cursor out of a field that is typed in", async () => {
  show(<textarea aria-label="note" />);
  await userEvent.type(screen.getByLabelText("note"), "abc");
  ring();
  await userEvent.keyboard("def");
  expect(screen.getByLabelText("note")).toHaveFocus();
  expect(screen.getByLabelText("note")).toHaveValue("abcdef");
});

test("a call cannot be answered before this agent's phone rings", () => {
  show();
  act(() => useRealtime.setState({ status: "open", state: { me: { user_id: "u", name: "n" }, offer } as DeskState }));
  expect(screen.getByRole("button", { name: /Answer/ })).toBeDisabled();
});

test("rejecting tells the server which offer", async () => {
  const fetched = vi.spyOn(globalThis, "fetch").mockResolvedValue(new Response(null, { status: 204 }));
  show();
  ring();
  await userEvent.click(screen.getByRole("button", { name: "Reject" }));
  expect(fetched).toHaveBeenCalledWith("/api/desk/offers/o1/reject", expect.objectContaining({ method: "POST" }));
  fetched.mockRestore();
});

test("the window's title calls the agent back and returns to what it was", () => {
  vi.useFakeTimers();
  document.title = "before";
  show();
  ring();
  act(() => vi.advanceTimersByTime(950));
  expect(document.title).toContain("138 0013 8000");
  act(() => useRealtime.setState({ state: undefined }));
  expect(document.title).toBe("before");
  vi.useRealTimers();
});
