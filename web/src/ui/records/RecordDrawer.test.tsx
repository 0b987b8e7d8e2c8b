/** Saving a record: what the server finds wrong stands at its field, and nothing that was typed is lost. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { App } from "antd";
import { I18nextProvider } from "react-i18next";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { i18n } from "@/i18n";
import { Section, TextField } from "./fields";
import { RecordDrawer } from "./RecordDrawer";
import { useRecordForm } from "./useRecordForm";

interface Values {
  number: string;
  label: string;
}

const answers: Response[] = [];
const asked: { method: string; url: string; body: unknown }[] = [];

beforeEach(async () => {
  await i18n.changeLanguage("en");
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    asked.push({ method: init.method ?? "GET", url, body: JSON.parse(String(init.body)) });
    return answers.shift() ?? new Response("{}", { status: 200 });
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  answers.length = 0;
  asked.length = 0;
});

function Editor({ id, onClose }: { id?: string; onClose: () => void }) {
  const record = useRecordForm<Values>({ path: "/access-numbers", id, toBody: (values) => values, onDone: onClose });
  return (
    <RecordDrawer title="Editor" record={record} initial={{ number: "", label: "" }} onClose={onClose}>
      <Section>
        <TextField name="number" label="Number" required />
        <TextField name="label" label="Description" />
      </Section>
    </RecordDrawer>
  );
}

function show(onClose = vi.fn(), id?: string) {
  render(
    <I18nextProvider i18n={i18n}>
      <QueryClientProvider client={new QueryClient()}>
        <App>
          <Editor id={id} onClose={onClose} />
        </App>
      </QueryClientProvider>
    </I18nextProvider>,
  );
  return onClose;
}

test("a refused save keeps the form open with the message at its field", async () => {
  const body = { slug: "number-taken", detail: "Taken", fields: [{ field: "number", slug: "number-taken", message: "This number is taken." }] };
  answers.push(new Response(JSON.stringify(body), { status: 409 }));
  const onClose = show();
  await userEvent.type(screen.getByLabelText("Number"), "8001");
  await userEvent.type(screen.getByLabelText("Description"), "Service");
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  expect(await screen.findByText("This number is taken.")).toBeInTheDocument();
  expect(screen.getByLabelText("Description")).toHaveValue("Service");
  expect(onClose).not.toHaveBeenCalled();
});

test("a problem without a field is told at the top", async () => {
  answers.push(new Response(JSON.stringify({ slug: "busy", detail: "Not now" }), { status: 503 }));
  show();
  await userEvent.type(screen.getByLabelText("Number"), "8001");
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  expect(await screen.findByText("Not now")).toBeInTheDocument();
});

test.each([
  ["a new record is posted", undefined, "POST", "/api/access-numbers"],
  ["an existing record is patched", "n1", "PATCH", "/api/access-numbers/n1"],
])("%s", async (_, id, method, url) => {
  const onClose = show(vi.fn(), id);
  await userEvent.type(screen.getByLabelText("Number"), "8001");
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  expect(asked).toEqual([{ method, url, body: { number: "8001", label: "" } }]);
});

test("closing a form that was typed in asks first", async () => {
  const onClose = show(vi.fn(), "n1");
  await userEvent.type(screen.getByLabelText("Number"), "8");
  await userEvent.click(screen.getByRole("button", { name: "Cancel" }));
  expect(onClose).not.toHaveBeenCalled();
  await userEvent.click(await screen.findByRole("button", { name: "Discard" }));
  await waitFor(() => expect(onClose).toHaveBeenCalled());
});
