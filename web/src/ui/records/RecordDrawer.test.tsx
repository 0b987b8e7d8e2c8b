/** Saving a record: what the server finds wrong stands at its field, and nothing that was typed is lost. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { App } from "antd";
import type { ReactNode } from "react";
import { I18nextProvider } from "react-i18next";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { i18n } from "@/i18n";
import { forgetDrafts } from "@/ui/drafts";
import { NumberField, Section, TextField } from "./fields";
import { RecordDrawer } from "./RecordDrawer";
import { useRecordForm } from "./useRecordForm";

interface Values {
  number: string;
  label: string;
  password?: string;
  seconds?: number;
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
  forgetDrafts();
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
        <TextField name="password" label="Password" />
        <NumberField name="seconds" label="Seconds" min={5} max={180} />
      </Section>
    </RecordDrawer>
  );
}

let left = () => {};

function show(onClose = vi.fn(), id?: string) {
  const page = (panel?: ReactNode) => (
    <I18nextProvider i18n={i18n}>
      <QueryClientProvider client={new QueryClient()}>
        <App>{panel}</App>
      </QueryClientProvider>
    </I18nextProvider>
  );
  const { rerender } = render(page(<Editor id={id} onClose={onClose} />));
  left = () => rerender(page());
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

test("a number beyond its limits stays as it was typed, is told and is not saved", async () => {
  const onClose = show(vi.fn(), "n1");
  await userEvent.type(screen.getByLabelText("Number"), "8001");
  await userEvent.type(screen.getByLabelText("Seconds"), "999");
  await userEvent.tab();
  expect(await screen.findByText("A number from 5 to 180")).toBeInTheDocument();
  expect(screen.getByLabelText("Seconds")).toHaveValue("999");
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  expect(asked).toEqual([]);
  await userEvent.clear(screen.getByLabelText("Seconds"));
  await userEvent.type(screen.getByLabelText("Seconds"), "30");
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  expect(asked[0]?.body).toMatchObject({ seconds: 30 });
});

test("closing a form that was typed in asks first", async () => {
  const onClose = show(vi.fn(), "n1");
  await userEvent.type(screen.getByLabelText("Number"), "8");
  await userEvent.click(screen.getByRole("button", { name: "Cancel" }));
  expect(onClose).not.toHaveBeenCalled();
  await userEvent.click(await screen.findByRole("button", { name: "Discard" }));
  await waitFor(() => expect(onClose).toHaveBeenCalled());
});

const kept = () => JSON.stringify({ ...sessionStorage });

test("what was typed is there again in the next panel, but never a password", async () => {
  show(vi.fn(), "n1");
  await userEvent.type(screen.getByLabelText("Description"), "Service");
  await userEvent.type(screen.getByLabelText("Password"), "hush-hush");
  left();
  expect(await screen.findByText("What you had not saved is kept. Open it again to go on.")).toBeInTheDocument();
  expect(kept()).toContain("Service");
  expect(kept()).not.toContain("hush");
  show(vi.fn(), "n2");
  expect(screen.getByLabelText("Description")).toHaveValue("");
  left();
  show(vi.fn(), "n1");
  expect(screen.getByLabelText("Description")).toHaveValue("Service");
  expect(screen.getByLabelText("Password")).toHaveValue("");
  expect(screen.getByText("What you had not saved is here again.")).toBeInTheDocument();
  await userEvent.click(screen.getByRole("button", { name: "Discard" }));
  expect(screen.getByLabelText("Description")).toHaveValue("");
  expect(kept()).toBe("{}");
});

test("what was saved is no draft, and what was typed back to what it was neither", async () => {
  const onClose = show();
  await userEvent.type(screen.getByLabelText("Number"), "8001");
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  expect(kept()).toBe("{}");
  left();
  const closed = show(vi.fn(), "n1");
  await userEvent.type(screen.getByLabelText("Description"), "x{Backspace}");
  await userEvent.click(screen.getByRole("button", { name: "Cancel" }));
  expect(closed).toHaveBeenCalledOnce();
});
