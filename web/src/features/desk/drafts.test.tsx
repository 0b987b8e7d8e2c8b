/** Nothing that an agent types is lost: not while the server is away, not by a reload, not when wrap-up ends. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { App } from "antd";
import { I18nextProvider } from "react-i18next";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { i18n, switchLanguage } from "@/i18n";
import type { DeskState } from "@/rt/state";
import { useRealtime } from "@/rt/store";
import { claimDrafts, forgetDrafts, useDrafts } from "@/ui/drafts";
import { useLeftNotes } from "@/app/notes";
import DeskPage from "./DeskPage";

function Page() {
  useLeftNotes();
  return <DeskPage />;
}

const caller = { number: "13800138000", shown: "138 0013 8000", region: "广东深圳", anonymous: false };
const agent = { sign_in: "signed_in", presence: "busy", work: "free", auto_idle: false, state: "busy", since: new Date().toISOString(), phone: "registered", actions: [] };
const desk = (wrapping: boolean) =>
  ({ me: { user_id: "u", name: "n" }, agent, wrap_up: wrapping ? { call_id: "c1", since: new Date().toISOString(), caller } : undefined }) as unknown as DeskState;

let isAway = false;
let stored = { text: "", disposition: null as string | null };
let written: string[] = [];

function answer(address: RequestInfo | URL, request?: RequestInit): Promise<Response> {
  if (isAway) return Promise.reject(new TypeError("Failed to fetch"));
  if (String(address).includes("/note") && request?.method === "PUT") {
    stored = JSON.parse(String(request.body)) as typeof stored;
    written.push(stored.text);
    return Promise.resolve(new Response(null, { status: 204 }));
  }
  const body = String(address).includes("/note") ? stored : { items: [], next: null };
  return Promise.resolve(new Response(JSON.stringify(body), { status: 200 }));
}

function open() {
  const cache = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  return render(
    <QueryClientProvider client={cache}>
      <I18nextProvider i18n={i18n}>
        <App>
          <Page />
        </App>
      </I18nextProvider>
    </QueryClientProvider>,
  );
}

const pass = (milliseconds: number) => act(() => vi.advanceTimersByTimeAsync(milliseconds));
const show = (wrapping: boolean) => act(() => useRealtime.setState({ status: "open", state: desk(wrapping) }));
const type = (field: string, value: string) => fireEvent.change(screen.getByLabelText(field), { target: { value } });
const value = (field: string) => screen.getByLabelText<HTMLInputElement>(field).value;

/** The page goes and comes back; what is not in the tab's storage is gone. */
function reload() {
  cleanup();
  vi.clearAllTimers();
  open();
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(globalThis, "fetch").mockImplementation(answer);
  switchLanguage("en");
  forgetDrafts();
  isAway = false;
  stored = { text: "", disposition: null };
  written = [];
  void show(true);
});
afterEach(() => vi.useRealTimers());

test("a note that could not be saved is there after a reload, and is saved when the server is back", async () => {
  open();
  await pass(0);
  isAway = true;
  type("Call note", "wants a call tomorrow");
  await pass(1_000);
  expect(screen.getByText("Not saved yet; trying again")).toBeInTheDocument();
  reload();
  await pass(0);
  expect(value("Call note")).toBe("wants a call tomorrow");
  isAway = false;
  await pass(5_000);
  expect(stored.text).toBe("wants a call tomorrow");
  expect(useDrafts.getState().drafts).toEqual({});
});

test("what is typed before the note could be read does not replace what was written before", async () => {
  stored.text = "first part";
  isAway = true;
  open();
  await pass(0);
  type("Call note", "second part");
  isAway = false;
  await pass(5_000);
  expect(value("Call note")).toBe("first part\nsecond part");
  expect(stored.text).toBe("first part\nsecond part");
});

test("a note whose wrap-up ended while the server was away is sent afterwards", async () => {
  open();
  await pass(0);
  isAway = true;
  type("Call note", "promised a discount");
  await pass(1_000);
  show(false);
  reload();
  await pass(0);
  expect(written).toEqual([]);
  isAway = false;
  await pass(5_000);
  expect(written).toEqual(["promised a discount"]);
  expect(useDrafts.getState().drafts).toEqual({});
});

test("a record that was begun stays when wrap-up ends and over a reload, until it is thrown away", async () => {
  open();
  await pass(0);
  type("Name", "王小明");
  show(false);
  expect(value("Name")).toBe("王小明");
  expect(screen.getByText("This record is not saved yet. Its call is over.")).toBeInTheDocument();
  reload();
  await pass(0);
  expect(value("Name")).toBe("王小明");
  fireEvent.click(screen.getByRole("button", { name: "Discard" }));
  expect(screen.queryByLabelText("Name")).toBeNull();
});

test("a server that is away for a moment takes no half-filled form from the screen", async () => {
  open();
  await pass(0);
  type("Name", "李四");
  isAway = true;
  await pass(60_000);
  act(() => void window.dispatchEvent(new Event("visibilitychange")));
  await pass(5_000);
  expect(value("Name")).toBe("李四");
});

test("whoever logs in after somebody else finds nothing of his", () => {
  claimDrafts("first");
  useDrafts.setState({ drafts: { "note.c1": {} } });
  claimDrafts("first");
  expect(useDrafts.getState().drafts).toHaveProperty("note.c1");
  claimDrafts("second");
  expect(useDrafts.getState().drafts).toEqual({});
});
