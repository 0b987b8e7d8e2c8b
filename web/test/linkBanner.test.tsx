/** The page says what is away, after a blink, and is silent when it is back. */
import { act, render, screen } from "@testing-library/react";
import { I18nextProvider } from "react-i18next";
import { expect, test, vi } from "vitest";
import { LinkBanner } from "@/app/shell/LinkBanner";
import { i18n, switchLanguage } from "@/i18n";
import type { DeskState } from "@/rt/state";
import { useRealtime } from "@/rt/store";

const say = (status: "open" | "lost", away?: boolean) => act(() => useRealtime.setState({ status, state: { me: { user_id: "u", name: "n" }, switch_away: away } as DeskState }));
const pass = () => act(() => vi.advanceTimersByTime(2_000));

test("a lost line comes before a silent telephone system, and each goes with its cause", () => {
  vi.useFakeTimers();
  switchLanguage("en");
  say("open", true);
  render(
    <I18nextProvider i18n={i18n}>
      <LinkBanner />
    </I18nextProvider>,
  );
  expect(screen.getByRole("status")).toBeEmptyDOMElement();
  pass();
  expect(screen.getByText(/telephone system does not answer/)).toBeInTheDocument();
  say("lost", true);
  pass();
  expect(screen.getByText(/connection to the server is lost/)).toBeInTheDocument();
  expect(screen.queryByText(/telephone system/)).toBeNull();
  say("open");
  pass();
  expect(screen.getByRole("status")).toBeEmptyDOMElement();
  vi.useRealTimers();
});
