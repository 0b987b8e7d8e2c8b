/** A board over the control socket: asked for, followed, asked for again after a loss, and shown. */
import { act, cleanup, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startRealtime, stopRealtime, useBoard, useWatch } from "@/rt/store";

class Line {
  static open: Line[] = [];
  static readonly OPEN = 1;
  readyState = 0;
  said: unknown[] = [];
  onopen?: () => void;
  onmessage?: (event: { data: string }) => void;
  onclose?: (event: { code: number }) => void;
  constructor() {
    Line.open.push(this);
  }
  send(text: string) {
    this.said.push(JSON.parse(text));
  }
  close() {
    this.readyState = 3;
  }
  up() {
    this.readyState = 1;
    act(() => this.onopen?.());
    this.tell({ type: "snapshot", seq: 0, state: { me: { user_id: "u", name: "n" } } });
  }
  tell(message: object) {
    act(() => this.onmessage?.({ data: JSON.stringify(message) }));
  }
  breaks() {
    act(() => this.onclose?.({ code: 1006 }));
  }
}

interface Floor {
  waiting: number;
  agents?: Record<string, string>;
}

function Shown() {
  useWatch("floor");
  const waiting = useBoard<Floor, number>("floor", (floor) => floor.waiting);
  return <p>{waiting === null ? "refused" : (waiting ?? "awaited")}</p>;
}

beforeEach(() => {
  vi.useFakeTimers();
  Line.open = [];
  vi.stubGlobal("WebSocket", Line);
  startRealtime();
});

afterEach(() => {
  cleanup();
  stopRealtime();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const line = () => Line.open[Line.open.length - 1]!;

test("a page asks for its board, shows the snapshot and follows the frames", () => {
  render(<Shown />);
  line().up();
  expect(line().said).toContainEqual({ type: "watch", board: "floor" });
  line().tell({ type: "snapshot", board: "floor", seq: 4, state: { waiting: 2 } });
  expect(screen.getByText("2")).toBeTruthy();
  line().tell({ type: "frame", board: "floor", seq: 5, patch: { waiting: 3 } });
  expect(screen.getByText("3")).toBeTruthy();
});

test("two components share one watch, and the last one that goes leaves", () => {
  const first = render(<Shown />);
  const second = render(<Shown />);
  line().up();
  expect(line().said).toEqual([{ type: "watch", board: "floor" }]);
  first.unmount();
  expect(line().said).toHaveLength(1);
  second.unmount();
  expect(line().said[1]).toEqual({ type: "leave", board: "floor" });
});

test("after a loss the old numbers stay until the new line brings fresh ones", () => {
  render(<Shown />);
  line().up();
  line().tell({ type: "snapshot", board: "floor", seq: 4, state: { waiting: 2 } });
  line().breaks();
  expect(screen.getByText("2")).toBeTruthy();
  act(() => void vi.advanceTimersByTime(2_000));
  expect(Line.open).toHaveLength(2);
  line().up();
  expect(line().said).toContainEqual({ type: "watch", board: "floor" });
  line().tell({ type: "snapshot", board: "floor", seq: 0, state: { waiting: 9 } });
  expect(screen.getByText("9")).toBeTruthy();
});

test("a frame that was lost makes a new line, not a wrong number", () => {
  render(<Shown />);
  line().up();
  line().tell({ type: "snapshot", board: "floor", seq: 4, state: { waiting: 2 } });
  line().tell({ type: "frame", board: "floor", seq: 6, patch: { waiting: 3 } });
  expect(screen.getByText("2")).toBeTruthy();
  act(() => void vi.advanceTimersByTime(2_000));
  expect(Line.open).toHaveLength(2);
});

test("a refused board says so", () => {
  render(<Shown />);
  line().up();
  line().tell({ type: "refused", board: "floor" });
  expect(screen.getByText("refused")).toBeTruthy();
});
