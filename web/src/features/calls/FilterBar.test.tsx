/** Whoever may read all calls narrows them to an agent or a queue, whatever else he may not see. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import { I18nextProvider } from "react-i18next";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { meQuery } from "@/api/session";
import { i18n } from "@/i18n";
import { FilterBar } from "./FilterBar";

const choices = { agents: [{ id: "a1", name: "Anna" }], queues: [{ id: "q1", name: "Sales" }], flows: [] };

beforeEach(async () => {
  await i18n.changeLanguage("en");
  vi.stubGlobal("fetch", async () => new Response(JSON.stringify(choices), { status: 200 }));
});
afterEach(() => vi.unstubAllGlobals());

function show(permissions: string[]) {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } });
  client.setQueryData(meQuery.queryKey, { permissions } as never);
  render(
    <I18nextProvider i18n={i18n}>
      <QueryClientProvider client={client}>
        <FilterBar filters={{ agent: "a1", queue: "q1" }} zone="Asia/Shanghai" onChange={vi.fn()} />
      </QueryClientProvider>
    </I18nextProvider>,
  );
}

test("an inspector chooses agents and queues by name", async () => {
  show(["calls.read", "recordings.listen"]);
  expect(await screen.findByText("Anna")).toBeInTheDocument();
  expect(screen.getByText("Sales")).toBeInTheDocument();
});

test("who reads only his own calls chooses neither", () => {
  show(["calls.read_own"]);
  expect(screen.queryByLabelText("Agent")).not.toBeInTheDocument();
  expect(screen.getByLabelText("Outcome")).toBeInTheDocument();
});

test("the buttons that search say so in the language of the page", async () => {
  await i18n.changeLanguage("zh-CN");
  show(["calls.read_own"]);
  for (const name of ["在“号码”中搜索", "在“备注或客户姓名”中搜索"]) expect(screen.getByRole("button", { name })).toBeInTheDocument();
});
