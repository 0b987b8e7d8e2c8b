/** A file that cannot be a configuration text is not taken into the page. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { App } from "antd";
import { I18nextProvider } from "react-i18next";
import { beforeEach, expect, test } from "vitest";
import { i18n } from "@/i18n";
import { ImportText } from "./ImportText";

beforeEach(() => i18n.changeLanguage("en"));

test("a file is opened, unless it is far too large", async () => {
  const { container } = render(
    <I18nextProvider i18n={i18n}>
      <QueryClientProvider client={new QueryClient()}>
        <App>
          <ImportText />
        </App>
      </QueryClientProvider>
    </I18nextProvider>,
  );
  const picker = () => container.querySelector<HTMLInputElement>("input[type=file]")!;
  await userEvent.upload(picker(), new File(["users: []"], "small.yaml"));
  await waitFor(() => expect(container.querySelector("textarea")).toHaveValue("users: []"));
  await userEvent.upload(picker(), new File(["x".repeat(12_000_001)], "large.yaml"));
  await screen.findByText("“large.yaml” is too large to be a configuration text.");
  expect(container.querySelector("textarea")).toHaveValue("users: []");
});
