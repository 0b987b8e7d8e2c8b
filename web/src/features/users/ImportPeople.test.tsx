/** Whoever brings a workbook is told what to do with it, and keeps what he had typed. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen } from "@testing-library/react";
import { App } from "antd";
import { I18nextProvider } from "react-i18next";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { i18n } from "@/i18n";
import { forgetDrafts } from "@/ui/drafts";
import { ImportPeople } from "./ImportPeople";

beforeEach(() => vi.stubGlobal("fetch", async () => new Response("[]", { status: 200 })));
afterEach(() => {
  vi.unstubAllGlobals();
  forgetDrafts();
});

// antd measures with a textarea of its own, which outlives the test that needed it.
const table = () => document.querySelector("textarea.lt-sheet-text")!;
const dropped = (name: string, ...bytes: number[]) => fireEvent.drop(table(), { dataTransfer: { files: [{ name, size: bytes.length, arrayBuffer: async () => new Uint8Array(bytes).buffer }] } });

async function show(language: string) {
  await i18n.changeLanguage(language);
  render(
    <I18nextProvider i18n={i18n}>
      <QueryClientProvider client={new QueryClient()}>
        <App>
          <ImportPeople onClose={vi.fn()} />
        </App>
      </QueryClientProvider>
    </I18nextProvider>,
  );
}

test.each([
  ["zh-CN", "“人员.xlsx”是工作簿，不能直接读取", /另存为“CSV UTF-8/],
  ["en", "“人员.xlsx” is a workbook, which cannot be read here", /save it as “CSV UTF-8/],
])("a dropped workbook is refused in words (%s)", async (language, what, hint) => {
  await show(language);
  fireEvent.change(table(), { target: { value: "Name\tAccount" } });
  dropped("人员.xlsx", 0x50, 0x4b, 0x03, 0x04);
  expect(await screen.findByText(what)).toBeInTheDocument();
  expect(screen.getByText(hint)).toBeInTheDocument();
  expect(table()).toHaveValue("Name\tAccount");
  fireEvent.change(table(), { target: { value: "" } });
  dropped("people.csv", ...new TextEncoder().encode("Name,Account"));
  await vi.waitFor(() => expect(table()).toHaveValue("Name,Account"));
  expect(screen.queryByText(what)).not.toBeInTheDocument();
});

test.each([
  ["zh-CN", "“people.csv”太大，无法读取"],
  ["en", "“people.csv” is too large to be read here"],
])("a file that would stop the page is refused in words (%s)", async (language, what) => {
  await show(language);
  const arrayBuffer = vi.fn();
  fireEvent.drop(table(), { dataTransfer: { files: [{ name: "people.csv", size: 4_000_001, arrayBuffer }] } });
  expect(await screen.findByText(what)).toBeInTheDocument();
  expect(arrayBuffer).not.toHaveBeenCalled();
});

test.each([
  ["Replace", "Name,Account,Role"],
  ["Cancel", "Name\tAccount"],
])("a file takes the place of what was typed only when it may (%s)", async (answer, left) => {
  await show("en");
  fireEvent.change(table(), { target: { value: "Name\tAccount" } });
  dropped("people.csv", ...new TextEncoder().encode("Name,Account,Role"));
  await screen.findAllByText("Replace what is in the table with “people.csv”?");
  expect(table()).toHaveValue("Name\tAccount");
  fireEvent.click(screen.getByRole("button", { name: answer }));
  await vi.waitFor(() => expect(table()).toHaveValue(left));
});
