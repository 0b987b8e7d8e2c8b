/** The bar of somebody without a seat is empty: who needs one is told on the desk. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import { App } from "antd";
import { I18nextProvider } from "react-i18next";
import { afterEach, expect, test } from "vitest";
import { i18n } from "@/i18n";
import { NoContact } from "@/features/desk/NoContact";
import type { DeskState } from "@/rt/state";
import { useRealtime } from "@/rt/store";
import { TelephoneBar } from "./TelephoneBar";

afterEach(() => useRealtime.setState({ state: undefined }));

function show(state: DeskState | undefined) {
  useRealtime.setState({ state });
  render(
    <I18nextProvider i18n={i18n}>
      <QueryClientProvider client={new QueryClient()}>
        <App>
          <TelephoneBar />
          <NoContact />
        </App>
      </QueryClientProvider>
    </I18nextProvider>,
  );
}

test("an administrator's bar says nothing of a seat, and the desk does", async () => {
  await i18n.changeLanguage("en");
  show({ me: { user_id: "u1" } } as DeskState);
  expect(screen.getByRole("toolbar")).toBeEmptyDOMElement();
  expect(screen.getByText("This account has no seat")).toBeInTheDocument();
});

test("before the state is known the bar says that it loads", async () => {
  await i18n.changeLanguage("en");
  show(undefined);
  expect(screen.getByRole("toolbar")).not.toBeEmptyDOMElement();
});
