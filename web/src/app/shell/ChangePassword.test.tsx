/** The dialog in which a first password is changed: by keys alone, or left. */
import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { App } from "antd";
import { I18nextProvider } from "react-i18next";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { i18n } from "@/i18n";
import { ChangePassword } from "./ChangePassword";

const asked: unknown[] = [];

beforeEach(async () => {
  await i18n.changeLanguage("en");
  vi.stubGlobal("fetch", async (_: string, { body }: RequestInit) => {
    asked.push(JSON.parse(String(body)));
    return new Response(null, { status: 204 });
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  asked.length = 0;
});

function show() {
  const told = { close: vi.fn(), leave: vi.fn() };
  render(
    <I18nextProvider i18n={i18n}>
      <App>
        <ChangePassword open forced onClose={told.close} onLeave={told.leave} />
      </App>
    </I18nextProvider>,
  );
  return told;
}

test("Enter in the last field changes the password", async () => {
  const { close } = show();
  const fill = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });
  fill("Current password", "first");
  fill("New password", "mine-2026");
  fill("New password again", "mine-2026");
  await userEvent.type(screen.getByLabelText("New password again"), "{Enter}");
  await waitFor(() => expect(close).toHaveBeenCalledOnce());
  expect(asked).toEqual([{ old: "first", new: "mine-2026" }]);
});

test("whoever logged in as somebody else may leave", async () => {
  const { close, leave } = show();
  await userEvent.click(screen.getByText("Log out"));
  expect(leave).toHaveBeenCalledOnce();
  expect(close).not.toHaveBeenCalled();
});
