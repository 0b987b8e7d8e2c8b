/** Small pure pieces: devices, quality, tabs, clock, dialling, transfer targets. */
import { describe, expect, test } from "vitest";
import { noteServerDate, secondsSince, secondsUntil, serverNow } from "@/api/clock";
import { dialable } from "@/app/bar/Keypad";
import { choicesOf } from "@/app/bar/TransferDialog";
import { firstPage, menuFor, type PageDefinition } from "@/app/registry";
import { withoutTab, withTab, type Tab } from "@/app/tabs";
import { safeNext } from "@/features/login/LoginPage";
import { findDevice, type DeviceFacts } from "@/phone/devices";
import { levelOf, measure } from "@/phone/quality";
import { loudness } from "@/phone/speech";
import { initials } from "@/ui/initials";
import { clockText } from "@/ui/Elapsed";

const devices: DeviceFacts[] = [
  { deviceId: "m1", label: "Headset", kind: "audioinput" },
  { deviceId: "s1", label: "Headset", kind: "audiooutput" },
];

test("a device is found by id, else by label, else it is the default", () => {
  expect(findDevice({ id: "m1", label: "x" }, "microphone", devices)).toBe("m1");
  expect(findDevice({ id: "old", label: "Headset" }, "speaker", devices)).toBe("s1");
  expect(findDevice({ id: "old", label: "gone" }, "ringer", devices)).toBeUndefined();
  expect(findDevice({ id: "s1", label: "" }, "microphone", devices)).toBeUndefined();
});

test("quality counts what was lost since the last look", () => {
  const first = measure([{ type: "inbound-rtp", kind: "audio", packetsReceived: 100, packetsLost: 0, jitter: 0.002 }], undefined);
  expect(first.quality).toMatchObject({ loss: 0, level: "good" });
  const second = measure([{ type: "inbound-rtp", kind: "audio", packetsReceived: 190, packetsLost: 10, jitter: 0.002 }], first.counters);
  expect(second.quality).toMatchObject({ loss: 0.1, level: "poor" });
  expect(measure([{ type: "outbound-rtp", kind: "audio" }], undefined)).toEqual({});
  expect(levelOf(35, 0, undefined)).toBe("fair");
});

test("loudness runs from silence to one", () => {
  expect(loudness(0)).toBe(0);
  expect(loudness(1)).toBe(1);
  expect(loudness(0.0316)).toBeCloseTo(0.5, 2);
});

test("timers show hours only when there are any", () => {
  expect([0, 59, 60, 3599, 3600, 36_061].map(clockText)).toEqual(["00:00", "00:59", "01:00", "59:59", "1:00:00", "10:01:01"]);
});

test("a wrong clock on the PC is corrected, a small difference is noise", () => {
  noteServerDate(new Date(Date.now() - 3_600_000).toUTCString());
  expect(Math.abs(serverNow() - (Date.now() - 3_600_000))).toBeLessThan(2_000);
  noteServerDate(new Date().toUTCString());
  expect(Math.abs(serverNow() - Date.now())).toBeLessThan(5);
  expect(secondsSince("2026-01-01T00:00:10Z", Date.parse("2026-01-01T00:00:00Z"))).toBe(0);
  expect(secondsUntil("2026-01-01T00:00:10Z", Date.parse("2026-01-01T00:00:09.500Z"))).toBe(1);
});

test("a pasted number is reduced to what can be dialled", () => {
  expect(dialable("+86 (138) 0013-8000")).toBe("+8613800138000");
  expect(dialable("95+01*#")).toBe("9501*#");
});

test("initials suit Chinese and other names", () => {
  expect([initials("欧阳敏"), initials("李敏"), initials("Alice May Zhou"), initials("bob")]).toEqual(["阳敏", "李敏", "AM", "B"]);
});

test("the login leads only to pages of this site", () => {
  expect(safeNext("/calls?x=1")).toBe("/calls?x=1");
  for (const bad of [undefined, "//evil.example", "/\\evil.example", "https://evil.example", "/login"]) expect(safeNext(bad)).toBe("/");
});

describe("tabs", () => {
  const tab = (address: string): Tab => ({ address, page: address, params: {}, search: {} });
  const three = ["/a", "/b", "/c"].map(tab);

  test("a visited address has one tab, whose filters follow", () => {
    const again = withTab(three, { ...tab("/b"), search: { q: 1 } });
    expect(again.map(({ address }) => address)).toEqual(["/a", "/b", "/c"]);
    expect(again[1]?.search).toEqual({ q: 1 });
  });

  test("closing the shown tab shows its neighbour, closing another shows the same", () => {
    expect(withoutTab(three, "/b", "/b").next).toBe("/c");
    expect(withoutTab(three, "/c", "/c").next).toBe("/b");
    expect(withoutTab(three, "/a", "/c").next).toBeUndefined();
    expect(withoutTab([tab("/a")], "/a", "/a").next).toBe("/");
  });

  test("no more than twelve stay open", () => {
    const many = Array.from({ length: 20 }, (_, n) => tab(`/${n}`)).reduce<Tab[]>((open, one) => withTab(open, one), []);
    expect(many).toHaveLength(12);
    expect(many.at(-1)?.address).toBe("/19");
  });
});

test("the menu shows what the person may open, in order", () => {
  const page = (path: string, order: number, permissions?: string[]): PageDefinition => ({
    path,
    title: "t",
    component: () => null,
    permissions,
    menu: { group: "work", order, icon: null },
  });
  const all = [page("/b", 2), page("/a", 1, ["x"]), page("/c", 3, ["y", "z"])];
  expect(menuFor(["z"], all)[0]?.pages.map(({ path }) => path)).toEqual(["/b", "/c"]);
  expect(menuFor([], [page("/a", 1, ["x"])])).toEqual([]);
  const named = [{ ...page("/b", 2), menu: { group: "work" as const, order: 2, icon: null, name: "b" } }, page("/d", 3)];
  expect(menuFor([], named, ["a"])[0]?.pages.map(({ path }) => path)).toEqual(["/d"]);
  expect(menuFor([], named)[0]?.pages).toHaveLength(2);
});

test("whoever has no seat does not begin at the desk, unless there is nothing else", () => {
  const page = (path: string, group: "work" | "service"): PageDefinition => ({ path, title: "t", component: () => null, menu: { group, order: 1, icon: null } });
  const both = menuFor([], [page("/desk", "work"), page("/supervision", "service")]);
  expect([firstPage(both, true)?.path, firstPage(both, false)?.path]).toEqual(["/desk", "/supervision"]);
  expect(firstPage(menuFor([], [page("/desk", "work")]), false)?.path).toBe("/desk");
  expect(firstPage([], false)).toBeUndefined();
});

test("free agents come first among transfer targets, and the search reads seats and extensions", () => {
  const targets = {
    agents: [
      { id: "1", name: "A", seat: "A001", extension: "1001", state: "talking", can_take: false },
      { id: "2", name: "B", seat: "A002", extension: "1002", state: "idle", can_take: true },
    ],
    queues: [],
    flows: [],
  };
  expect(choicesOf(targets, "agent", "").map(({ id }) => id)).toEqual(["2", "1"]);
  expect(choicesOf(targets, "agent", "a001").map(({ id }) => id)).toEqual(["1"]);
});
