/** A crowded floor that follows its frames shows what a page shows that has just been opened. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, waitFor } from "@testing-library/react";
import { I18nextProvider } from "react-i18next";
import { expect, test } from "vitest";
import { i18n } from "@/i18n";
import { applyMergePatch } from "@/rt/mergePatch";
import { AgentRows } from "./cards/AgentRows";
import { agent, floor } from "./floor.fixture";
import { longestFirst } from "./order";
import type { Floor } from "./state";

const COUNT = 60;
const at = (second: number) => new Date(Date.UTC(2026, 2, 2, 10, 0, second)).toISOString();

function crowd(count = COUNT): Floor {
  const agents = Array.from({ length: count }, (_, number) => [
    `a${number}`,
    agent({ name: `坐席${number}`, seat: `A${String(number).padStart(3, "0")}`, since: at(number), state: number % 9 ? "idle" : "offline" }),
  ]);
  return floor({ agents: Object.fromEntries(agents) });
}

const client = new QueryClient({ defaultOptions: { queries: { enabled: false } } });

function page({ agents, groups, reasons, calls, alerts }: Floor) {
  const levels = Object.fromEntries(Object.entries(alerts).map(([key, { level }]) => [key, level]));
  return (
    <QueryClientProvider client={client}>
      <I18nextProvider i18n={i18n}>
        <AgentRows agents={longestFirst(agents)} around={{ groups, reasons, calls, queueNames: {}, levels }} />
      </I18nextProvider>
    </QueryClientProvider>
  );
}

/** Rows as text, without the times that tick. */
const shown = () => [...document.querySelectorAll("[data-agent]")].map((row) => row.textContent?.replace(/\d+:\d\d(:\d\d)?/, ""));

test("after many frames the rows are those of a fresh page, in its order", () => {
  let state = crowd();
  const { rerender } = render(page(state));
  for (let frame = 0; frame < 20; frame += 1) {
    const one = `a${(frame * 37) % COUNT}`;
    const patch = {
      agents: {
        [one]: { state: frame % 2 ? "talking" : "wrapping", since: at(1000 + frame), calls_today: frame },
        ...(frame === 19 ? { a5: null } : {}),
      },
      alerts: { [`talking:${one}`]: frame % 3 ? { measure: "talking", subject: one, level: "alarm", since: at(0), sound: false } : null },
    };
    state = applyMergePatch(state, patch) as Floor;
    rerender(page(state));
  }
  const followed = shown();
  cleanup();
  render(page(state));
  expect(followed).toEqual(shown());
  expect(followed).toHaveLength(COUNT - 1);
});

test("a row that did not change is the very same element", () => {
  const state = crowd();
  const { rerender } = render(page(state));
  const row = document.querySelector('[data-agent="a1"]');
  const cells = row?.innerHTML;
  rerender(page(applyMergePatch(state, { agents: { a2: { state: "busy", since: at(900) } } }) as Floor));
  expect(document.querySelector('[data-agent="a1"]')).toBe(row);
  expect(row?.innerHTML).toBe(cells);
  expect(document.querySelector('[data-agent="a2"]')?.textContent).toContain(i18n.t("bar:state.busy"));
});

test.each([
  ["en", "Sales, Service"],
  ["zh-CN", "Sales、Service"],
])("an agent's groups are told apart as the language does (%s)", async (language, shownGroups) => {
  await i18n.changeLanguage(language);
  render(page(floor({ agents: { a1: agent({ groups: ["g1", "g2"] }) }, groups: { g1: "Sales", g2: "Service" } })));
  expect(document.querySelector('[data-agent="a1"]')?.textContent).toContain(shownGroups);
});

test("of a large floor the first rows are there at once, and all of them soon", async () => {
  render(page(crowd(250)));
  expect(shown()).toHaveLength(100);
  await waitFor(() => expect(shown()).toHaveLength(250));
});
