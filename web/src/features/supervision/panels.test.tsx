/** What was changed in the wallboard's panels is there again after another queue was looked at, a reload, or Back. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { App } from "antd";
import type { ReactNode } from "react";
import { I18nextProvider } from "react-i18next";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { i18n } from "@/i18n";
import { useRealtime } from "@/rt/store";
import { forgetDrafts } from "@/ui/drafts";
import ArrangePanel from "./ArrangePanel";
import { floor, queue } from "./floor.fixture";
import LimitsPanel from "./LimitsPanel";
import type { Wallboard } from "./wallboard";

const limits = { measures: [{ measure: "waiting", scope: "queue", unit: "count", above: true, warning: 5, alarm: 10 }], chosen: [] };
const board: Wallboard = { sound: false, cards: [{ kind: "queues", width: 12, figure: null, queue: null }, { kind: "alerts", width: 4, figure: null, queue: null }] };
const sent: unknown[] = [];

beforeEach(async () => {
  await i18n.changeLanguage("en");
  useRealtime.setState({ boards: { floor: floor({ queues: { q1: queue({ name: "Sales" }), q2: queue({ name: "Service" }) } }) } });
  vi.stubGlobal("fetch", async (_: string, { method, body }: RequestInit) => {
    if (method === "PUT") sent.push(JSON.parse(String(body)));
    return new Response(JSON.stringify(limits), { status: 200 });
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  forgetDrafts();
  useRealtime.setState({ boards: {} });
  sent.length = 0;
});

function show(panel: ReactNode) {
  const client = new QueryClient();
  const page = (shown?: ReactNode) => (
    <I18nextProvider i18n={i18n}>
      <QueryClientProvider client={client}>
        <App>{shown}</App>
      </QueryClientProvider>
    </I18nextProvider>
  );
  const { rerender } = render(page(panel));
  return { leave: () => rerender(page()), comeBack: () => rerender(page(panel)) };
}

/** Beside whose they are, which stays. */
const keptDrafts = () => Object.keys(sessionStorage).filter((key) => key.startsWith("lingting.draft."));
const warning = () => screen.findByLabelText(/^Warning for/);
async function choose(name: string) {
  await userEvent.click(screen.getByLabelText("Holds for"));
  await userEvent.click(await screen.findByText(name, { selector: ".ant-select-item-option-content" }));
}
async function fill(value: string) {
  fireEvent.change(await warning(), { target: { value } });
}

test("limits of several queues are changed together and saved at once", async () => {
  const onClose = vi.fn();
  show(<LimitsPanel onClose={onClose} />);
  await fill("7");
  await choose("Sales");
  expect(await warning()).toHaveValue("7");
  await fill("3");
  await choose("All queues (not saved)");
  expect(await warning()).toHaveValue("7");
  await userEvent.click(screen.getByText("Save"));
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  const kept = { measure: "waiting", alarm: 10, sound: false };
  expect(sent).toEqual([{ chosen: [{ ...kept, queue: null, warning: 7 }, { ...kept, queue: "q1", warning: 3 }] }]);
  expect(keptDrafts()).toEqual([]);
});

test("limits that were not saved are there again, and closing asks first", async () => {
  const onClose = vi.fn();
  const { leave, comeBack } = show(<LimitsPanel onClose={onClose} />);
  await fill("7");
  leave();
  comeBack();
  expect(await warning()).toHaveValue("7");
  await userEvent.click(screen.getByText("Cancel"));
  expect(onClose).not.toHaveBeenCalled();
  await userEvent.click((await screen.findAllByText("Discard", { selector: ".ant-modal-confirm *" })).at(-1)!);
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  expect(await warning()).toHaveValue("5");
});

test("what is typed back to what it was is no change", async () => {
  const onClose = vi.fn();
  show(<LimitsPanel onClose={onClose} />);
  await fill("7");
  await fill("5");
  await userEvent.click(screen.getByText("Cancel"));
  expect(onClose).toHaveBeenCalledOnce();
});

test("an arrangement that was not saved is there again, and may be discarded", async () => {
  const { leave, comeBack } = show(<ArrangePanel wallboard={board} onClose={vi.fn()} />);
  const rows = () => [...document.querySelectorAll(".lt-sv-arrange strong")].map((name) => name.textContent);
  expect(rows()).toEqual(["Queues", "Alerts"]);
  await userEvent.click(screen.getByLabelText("Move Queues down"));
  leave();
  comeBack();
  expect(rows()).toEqual(["Alerts", "Queues"]);
  await userEvent.click(screen.getByText("Discard"));
  expect(rows()).toEqual(["Queues", "Alerts"]);
});
