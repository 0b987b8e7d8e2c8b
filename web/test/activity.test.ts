/** What the server hears of keys and mouse. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { TELL_MS, watchActivity } from "@/app/shell/activity";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watched(urgent = () => false) {
  const told = vi.fn();
  const stop = watchActivity(told, urgent);
  return { told, stop };
}

const press = () => window.dispatchEvent(new KeyboardEvent("keydown"));

test("the first sign is told at once, the others of a minute together at its end", () => {
  const { told, stop } = watched();
  press();
  expect(told).toHaveBeenCalledTimes(1);
  for (let second = 0; second < 50; second += 1) {
    vi.advanceTimersByTime(1_000);
    press();
  }
  expect(told).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(TELL_MS);
  expect(told).toHaveBeenCalledTimes(2);
  stop();
});

test("a page that nobody touches tells nothing, also after one that was left", () => {
  const { told, stop } = watched();
  vi.advanceTimersByTime(10 * TELL_MS);
  expect(told).not.toHaveBeenCalled();
  press();
  vi.advanceTimersByTime(10 * TELL_MS);
  expect(told).toHaveBeenCalledTimes(1);
  stop();
  press();
  vi.advanceTimersByTime(10 * TELL_MS);
  expect(told).toHaveBeenCalledTimes(1);
});

test("near the end a sign is told at once", () => {
  let near = false;
  const { told, stop } = watched(() => near);
  press();
  vi.advanceTimersByTime(5_000);
  near = true;
  press();
  expect(told).toHaveBeenCalledTimes(2);
  stop();
});
