import { afterEach, expect, test, vi } from "vitest";
import { current, keepSpeed, keptSpeed, played, show } from "./playback";

afterEach(() => localStorage.clear());

const recording = () => ({ toggle: vi.fn(), skip: vi.fn() });

test("keys act on the first recording until another one is played, and on none that is gone", () => {
  const [one, other] = [recording(), recording()];
  expect(current()).toBeUndefined();
  const [hideOne, hideOther] = [show(one), show(other)];
  expect(current()).toBe(one);
  played(other);
  expect(current()).toBe(other);
  hideOther();
  expect(current()).toBe(one);
  hideOne();
  expect(current()).toBeUndefined();
});

test("who listens fast listens fast to the next recording, and a strange speed is none", () => {
  expect(keptSpeed()).toBe(1);
  keepSpeed(1.5);
  expect(keptSpeed()).toBe(1.5);
  localStorage.setItem("lingting.speed", "40");
  expect(keptSpeed()).toBe(1);
});
