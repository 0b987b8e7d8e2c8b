/** Days by name, the address, numbers as they are read, the order of rows, and what is saved. */
import { beforeEach, expect, test } from "vitest";
import { placeOf } from "@/app/shell/Menu";
import { contactsQuery, fittingGrains, opened, openKey, queryOf, wantedDays, wantedGrain, type Filters } from "./address";
import { draw, stepOf } from "./chart";
import { keepColumns, keptColumns } from "./columns";
import { changeOf, clock, lookOf, missesTarget, partText } from "./format";
import { readable } from "./formula";
import { daysOf } from "./period";
import { definitionOf, filtersOf, isChanged, overriding } from "./saved";
import { sorted } from "./sorting";
import { leading } from "./Summary";
import type { Column, Entry, Metric, Report, Row } from "./types";

const words = { zh: "", en: "" };
const entry: Entry = {
  key: "traffic",
  name: words,
  about: words,
  group: "traffic",
  by: ["time", "hour_of_day", "weekday", "queue"],
  default_by: ["time"],
  grains: ["quarter", "hour", "day", "week", "month"],
  default_grain: "hour",
  filters: ["queue"],
  metrics: ["queue.offered", "queue.answered"],
  default_metrics: ["queue.offered"],
  compares: true,
  most_days: 400,
};
const column = (change: Partial<Column>): Column => ({ key: "offered", name: words, kind: "number", unit: "count", metric: null, target: null, less_is_better: false, opens: false, averaged: false, ...change });
const SUNDAY = "2026-11-29";

beforeEach(() => localStorage.clear());

test("a week begins on Monday, also on a Sunday; a month ends on its last day", () => {
  expect(daysOf("week", SUNDAY)).toEqual({ from: "2026-11-23", to: "2026-11-29" });
  expect(daysOf("lastWeek", SUNDAY)).toEqual({ from: "2026-11-16", to: "2026-11-22" });
  expect(daysOf("month", SUNDAY)).toEqual({ from: "2026-11-01", to: "2026-11-30" });
  expect(daysOf("lastMonth", "2026-03-31")).toEqual({ from: "2026-02-01", to: "2026-02-28" });
  expect(daysOf("yesterday", "2026-01-01")).toEqual({ from: "2025-12-31", to: "2025-12-31" });
});

test("days that cannot be read are today", () => {
  expect(wantedDays({ from: "2026-11-31", to: "2026-12-01" }, SUNDAY)).toEqual({ from: SUNDAY, to: SUNDAY });
  expect(wantedDays({ from: "2026-11-20", to: "2026-11-10" }, SUNDAY)).toEqual({ from: SUNDAY, to: SUNDAY });
  expect(wantedDays({ period: "yesterday", from: "2026-11-01", to: "2026-11-02" }, SUNDAY)).toEqual({ from: "2026-11-01", to: "2026-11-02" });
});

test("a day is cut into hours, a month into days, and a year never into quarters", () => {
  const month = daysOf("month", SUNDAY);
  expect(wantedGrain(entry, {}, daysOf("today", SUNDAY))).toBe("hour");
  expect(wantedGrain(entry, {}, month)).toBe("day");
  expect(wantedGrain(entry, { grain: "hour" }, month)).toBe("hour");
  expect(fittingGrains(entry, { from: "2026-01-01", to: "2026-12-31" })).toEqual(["day", "week", "month"]);
});

test("the server is asked only for what the report can answer", () => {
  const query = queryOf(entry, { period: "today", by: "queue,agent", queue: "a,b", agent: "c", metrics: "queue.answered,agent.idle", compare: "nothing" }, SUNDAY);
  expect(query).toEqual({ from: SUNDAY, to: SUNDAY, grain: undefined, by: ["queue"], queue: ["a", "b"], agent: [], flow: [], metrics: ["queue.answered"], compare: undefined });
});

test("a cell is found again from the address, and its row narrows the question", () => {
  expect(opened({ open: openKey("answered", "3|x~y") })).toEqual({ column: "answered", row: "3|x~y" });
  expect(opened({ open: openKey("answered", undefined) })).toEqual({ column: "answered", row: undefined });
  expect(contactsQuery({ from: SUNDAY, queue: ["a"], compare: "previous" }, "answered", { queue: "b", wait_upto: "", result: "none" })).toEqual({ from: SUNDAY, queue: "b", compare: undefined, metrics: undefined, column: "answered" });
});

test("short lengths are read in seconds, long ones as a clock, one form for a column", () => {
  const seconds = { key: "average", unit: "seconds" as const };
  expect(lookOf(seconds, [8.25, 12], "en").text(8.25)).toBe("8.3");
  expect(lookOf(seconds, [8.25, 180], "en").text(8.25)).toBe("0:08");
  expect(lookOf(seconds, [8.25, 7200], "en").text(3725)).toBe("1:02:05");
  expect(clock(3599.6, false)).toBe("60:00");
  expect(lookOf({ key: "answer_rate", unit: "share" }, [0.5], "zh-CN").text(0.8667)).toBe("86.7%");
  expect(lookOf({ key: "difference", unit: "share" }, [0.5], "en").text(-0.024)).toBe("−2.4");
});

test("times stand in the company's zone and as short as the period allows", () => {
  const at = "2026-11-28T16:00:00Z";
  expect(partText(at, "hour", "Asia/Shanghai", 1, "en")).toBe("00:00");
  expect(partText(at, "hour", "Asia/Shanghai", 7, "en")).toBe("11-29 00:00");
  expect(partText(at, "day", "Asia/Shanghai", 7, "en")).toBe("11-29 Sun");
  expect(partText(at, "month", "Europe/Berlin", 40, "en")).toBe("2026-11");
});

test("a change is a share of the number before, and points between shares", () => {
  expect(changeOf(110, 100, "count")).toEqual({ direction: 1, points: false, size: 10 });
  expect(changeOf(0.9, 0.95, "share")).toEqual({ direction: -1, points: true, size: 5 });
  expect(changeOf(5, 0, "count")).toBeUndefined();
  expect(changeOf(null, 4, "count")).toBeUndefined();
});

test("a target is missed from below by rates and from above by lengths", () => {
  expect(missesTarget(column({ unit: "share", target: 0.9 }), 0.89)).toBe(true);
  expect(missesTarget(column({ unit: "seconds", target: 30 }), 29)).toBe(false);
  expect(missesTarget(column({ unit: "seconds", target: 30 }), 31)).toBe(true);
  expect(missesTarget(column({}), 31)).toBe(false);
});

const row = (id: string, cells: Row["cells"]): Row => ({ id, keys: {}, cells });

test("rows are sorted by number or by name, and what has no value comes last", () => {
  const rows = [row("a", { n: 2 }), row("b", { n: null }), row("c", { n: 10 })];
  expect(sorted(rows, { column: "n", order: "up" }).map(({ id }) => id)).toEqual(["a", "c", "b"]);
  expect(sorted(rows, { column: "n", order: "down" }).map(({ id }) => id)).toEqual(["c", "a", "b"]);
  expect(sorted(rows, undefined)).toEqual(rows);
});

test("a formula is read in the names of its columns", () => {
  const metric = (key: string, formula: string): Metric => ({ key, name: { zh: key, en: `<${key.slice(6)}>` }, definition: words, formula, unit: "count", source: "queue", less_is_better: false });
  const all = [metric("queue.answered", "answered"), metric("queue.rate", "Σ wait of answered / answered")];
  expect(readable(all[1]!, all, ({ name }) => name.en, { "Σ wait of": "total wait of", wait: "WAIT" })).toBe("total wait of <answered> ÷ <answered>");
});

test("series of nothing are left out of a chart, and its clock has whole steps", () => {
  const report = { columns: [column({ key: "a" }), column({ key: "b" })], rows: [row("0", { a: 1, b: 0 })], chart: { kind: "stacked", x: "time", series: ["a", "b"] } } as unknown as Report;
  const drawn = draw(report, "stacked", { name: ({ key }) => key, row: ({ id }) => id, language: "en" });
  expect((drawn?.option.series as { name: string }[]).map(({ name }) => name)).toEqual(["a"]);
  expect([stepOf(4), stepOf(300), stepOf(100_000), stepOf(1_000_000)]).toEqual([1, 60, 21_600, 216_000]);
});

test("the axis of a chart of lengths ends on one of its steps", () => {
  const lengths = [column({ key: "talking", unit: "seconds" })];
  const drawn = (most: number) => {
    const report = { columns: lengths, rows: [row("0", { talking: most })], chart: { kind: "stacked", x: "agent", series: ["talking"] } } as unknown as Report;
    return draw(report, "stacked", { name: ({ key }) => key, row: ({ id }) => id, language: "en" })?.option.xAxis;
  };
  expect(drawn(207_000)).toMatchObject({ interval: 72_000, max: 216_000 });
  expect(drawn(0)).toMatchObject({ interval: 1, max: 1 });
});

test("columns are remembered for each person and each report, and forgotten alone", () => {
  keepColumns("p1", "traffic", "queue.offered,queue.answered");
  keepColumns("p1", "agent_time", "agent.duty");
  expect(keptColumns("p1", "traffic")).toBe("queue.offered,queue.answered");
  expect(keptColumns("p2", "traffic")).toBeUndefined();
  keepColumns("p1", "traffic", undefined);
  expect([keptColumns("p1", "traffic"), keptColumns("p1", "agent_time")]).toEqual([undefined, "agent.duty"]);
});

test("a memory of columns that cannot be read is none", () => {
  for (const text of ["{", "[]", "null", '{"p1/traffic": 3}']) {
    localStorage.setItem("lingting.reportColumns", text);
    expect(keptColumns("p1", "traffic")).toBeUndefined();
    keepColumns("p1", "traffic", "queue.offered");
    expect(keptColumns("p1", "traffic")).toBe("queue.offered");
  }
});

test("numbers without a value do not stand for the whole", () => {
  const columns = [column({ key: "offers", metric: "m" }), column({ key: "veteran_talk", metric: "m", target: 150 }), column({ key: "average_talk", metric: "m", target: 180 })];
  expect(leading(columns, { offers: 10, veteran_talk: null, average_talk: 90 }).map(({ key }) => key)).toEqual(["offers", "average_talk"]);
});

test("what is saved comes back as it was, and an address over it tells what differs", () => {
  const filters: Filters = { period: "lastWeek", by: "queue", metrics: "queue.answered", compare: "previous", chart: "bar" };
  const base = filtersOf(definitionOf(entry, filters));
  expect(base).toEqual(filters);
  expect(overriding(base, { compare: undefined, grain: undefined })).toEqual({ compare: "", grain: undefined });
  expect(isChanged(base, { compare: "", open: "answered" })).toBe(true);
  expect(isChanged(base, { compare: "previous", open: "answered" })).toBe(false);
  expect(filtersOf(definitionOf(entry, { from: "2026-11-01", to: "2026-11-02" }))).toEqual({ from: "2026-11-01", to: "2026-11-02" });
});

test("the menu marks the entry that the address belongs to", () => {
  expect(placeOf("/reports/saved/1", ["/reports", "/reports/saved", "/calls"])).toBe("/reports/saved");
  expect(placeOf("/reports/traffic", ["/reports", "/reports/saved"])).toBe("/reports");
  expect(placeOf("/reportsx", ["/reports"])).toBeUndefined();
});
