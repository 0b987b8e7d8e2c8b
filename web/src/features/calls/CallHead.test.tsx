/** Whom a story tells of is called back from its head, which is on the screen before anything is scrolled. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, within } from "@testing-library/react";
import { App } from "antd";
import { I18nextProvider } from "react-i18next";
import { afterEach, expect, test } from "vitest";
import { i18n } from "@/i18n";
import type { DeskState } from "@/rt/state";
import { useRealtime } from "@/rt/store";
import { CallHead } from "./CallHead";
import type { CallStory } from "./types";

afterEach(() => useRealtime.setState({ state: undefined }));

function head(anonymous: boolean, actions: string[]) {
  useRealtime.setState({ state: { me: { user_id: "u1" }, agent: { actions } } as unknown as DeskState });
  const story = {
    id: "c1", at: "2026-03-02T10:00:00Z", ended_at: "2026-03-02T10:01:00Z", direction: "in", called: "8100", outcome: "answered",
    caller: { anonymous, shown: "138 0013 8000" }, agents: [], chapters: [], names: {}, totals: { whole: 60, wait: 0, waited: 0, talk: 50 },
  } as unknown as CallStory;
  render(
    <I18nextProvider i18n={i18n}>
      <QueryClientProvider client={new QueryClient()}>
        <App>
          <CallHead story={story} zone="Asia/Shanghai" name="138 0013 8000" />
        </App>
      </QueryClientProvider>
    </I18nextProvider>,
  );
  return within(screen.getByRole("banner")).queryByRole("button", { name: "回拨 138 0013 8000" });
}

test.each([
  ["an agent who may dial", false, ["dial"], true],
  ["somebody who may not dial", false, [], false],
  ["a caller without a number", true, ["dial"], false],
])("%s", async (_, anonymous, actions, there) => {
  await i18n.changeLanguage("zh-CN");
  const button = head(anonymous, actions);
  if (there) expect(button).toBeInTheDocument();
  else expect(button).toBeNull();
});
