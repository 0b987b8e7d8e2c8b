/** A recording that could not be loaded is asked for again by the same button. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { I18nextProvider } from "react-i18next";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { i18n } from "@/i18n";
import { Player } from "./Player";
import type { Recording } from "./types";

const asked: string[] = [];

beforeEach(async () => {
  await i18n.changeLanguage("zh-CN");
  vi.spyOn(HTMLMediaElement.prototype, "load").mockImplementation(function (this: HTMLMediaElement) {
    asked.push("load");
    this.currentTime = 0;
  });
  vi.spyOn(HTMLMediaElement.prototype, "pause").mockImplementation(() => undefined);
  vi.spyOn(HTMLMediaElement.prototype, "play").mockImplementation(() => (asked.push("play"), Promise.resolve()));
});
afterEach(() => {
  vi.restoreAllMocks();
  asked.length = 0;
});

test.each([
  ["one that failed is loaded again and goes on where it was", {} as MediaError, ["load", "play"]],
  ["one that did not fail is only played", null, ["play"]],
])("%s", async (_, error, expected) => {
  const recording = { id: "r1", audio_url: "/api/recordings/r1/audio", peaks_url: null, seconds: 30 } as unknown as Recording & { audio_url: string };
  const { container } = render(
    <I18nextProvider i18n={i18n}>
      <QueryClientProvider client={new QueryClient()}>
        <Player recording={recording} label="录音" />
      </QueryClientProvider>
    </I18nextProvider>,
  );
  const audio = container.querySelector("audio")!;
  Object.defineProperties(audio, { error: { value: error }, currentTime: { value: 12, writable: true } });
  await userEvent.click(screen.getByRole("button", { name: /播放/ }));
  expect(asked).toEqual(expected);
  expect(audio.currentTime).toBe(12);
});
