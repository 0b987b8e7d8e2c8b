/** A recording without sound says why, to who may listen as well. */
import { render, screen } from "@testing-library/react";
import { I18nextProvider } from "react-i18next";
import { expect, test } from "vitest";
import { i18n } from "@/i18n";
import { Recordings } from "./Recordings";
import type { CallStory } from "./types";

const silent = (state: string) => ({
  id: "r1", kind: "message", leg: null, agent: null, at: "2026-03-02T10:00:00Z", seconds: 8, state, why: null, audio_url: null, peaks_url: null,
});

test.each([
  ["erased", "zh-CN", "这个录音已不再保存。"],
  ["erased", "en", "This recording is no longer kept."],
  ["ended", "en", "The recording is being checked. Please wait a moment."],
  ["stored", "en", "You are not allowed to listen to recordings."],
])("a message that is %s (%s)", async (state, language, words) => {
  await i18n.changeLanguage(language);
  const story = { messages: [silent(state)], recordings: [], names: {} } as unknown as CallStory;
  render(
    <I18nextProvider i18n={i18n}>
      <Recordings story={story} zone="Asia/Shanghai" />
    </I18nextProvider>,
  );
  expect(screen.getByText(words)).toBeInTheDocument();
});
