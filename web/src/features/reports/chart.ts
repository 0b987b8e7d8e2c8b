/** A report as a chart: pure, from the server's rows to the option of the chart. */
import { theme } from "@/app/theme";
import type { ChartOption } from "@/ui/EChart";
import { clock, percent } from "./format";
import type { Column, Report, Row } from "./types";

export const MOST_DRAWN = 40;

const COLOURS: Record<string, string> = {
  answered: "#0b7a75",
  talks_in: "#0b7a75",
  self_service: "#0b7a75",
  talking: "#0b7a75",
  went_on: "#0b7a75",
  abandoned: "#c0392b",
  left_in_flow: "#c0392b",
  refused: "#a0567a",
  hung_up: "#c0392b",
  busy: "#c0392b",
  overflowed: "#d98a1f",
  holding: "#d98a1f",
  messages: "#6f4fb3",
  flow_other: "#6f4fb3",
  wrapping: "#6f4fb3",
  in_progress: "#3d7dca",
  living: "#3d7dca",
  here: "#3d7dca",
  queued: "#3d7dca",
  talks_out: "#3d7dca",
  ringing: "#3d7dca",
  idle: "#9fb4ba",
  ended: "#9fb4ba",
};
const PALETTE = ["#0b7a75", "#3d7dca", "#d98a1f", "#6f4fb3", "#c0392b", "#5b8c3a", "#a0567a", "#7a8a90"];
const INK = "#4d5f66";
const LINE = "#e3eaec";
const IN_ORDER = new Set(["time", "hour_of_day", "weekday", "wait"]);
const RATE = "answer_rate";

export interface Drawn {
  option: ChartOption;
  height: number;
  /** Rows that the chart leaves out. */
  hidden: number;
}

interface Words {
  name: (column: Column) => string;
  /** What a row is called, its first or all of its dimensions. */
  row: (row: Row) => string;
  language: string;
}

export function draw(report: Report, kind: string, words: Words): Drawn | undefined {
  if (kind === "none" || !report.rows.length) return undefined;
  if (kind === "heat") return heat(report, words);
  return bars(report, kind, words);
}

/** The series that the server names; those that are nothing everywhere only take room. */
function columnsOf(report: Report): Column[] {
  const found = report.chart.series.map((key) => report.columns.find((column) => column.key === key));
  const columns = found.filter((column): column is Column => column !== undefined);
  const telling = columns.filter(({ key }) => report.rows.some((row) => row.cells[key]));
  return telling.length ? telling : columns.slice(0, 1);
}

const STEPS = [1, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 36000, 72000];

/** Lengths of time are cut where a clock is, not where a decimal number is. */
export function stepOf(most: number): number {
  const wanted = most / 5;
  return STEPS.find((step) => step >= wanted) ?? Math.ceil(wanted / 36000) * 36000;
}

function mostOf(rows: readonly Row[], columns: readonly Column[], stacked: boolean): number {
  const heights = rows.map((row) => columns.map(({ key }) => Number(row.cells[key] ?? 0)));
  return Math.max(0, ...heights.map((one) => (stacked ? one.reduce((sum, value) => sum + value, 0) : Math.max(...one))));
}

function axisText(column: Column | undefined, language: string): (value: number) => string {
  if (column?.unit === "share") return (value) => percent(language)(value).replace(/\.0%$/, "%");
  if (column?.unit === "seconds") return (value) => (value < 120 ? `${Math.round(value * 10) / 10}` : clock(value, value >= 3600));
  return (value) => new Intl.NumberFormat(language).format(value);
}

function bars(report: Report, kind: string, words: Words): Drawn {
  const columns = columnsOf(report);
  const lying = kind !== "line" && !IN_ORDER.has(report.chart.x ?? "");
  const rows = lying ? report.rows.slice(0, MOST_DRAWN) : report.rows;
  const shown = lying ? [...rows].reverse() : rows;
  const value = axisText(columns[0], words.language);
  const rate = !lying && kind === "stacked" ? report.columns.find((column) => column.key === RATE) : undefined;
  const most = mostOf(shown, columns, kind === "stacked");
  const step = columns[0]?.unit === "seconds" ? stepOf(most) : undefined;
  const names = { type: "category" as const, data: shown.map(words.row), axisLabel: { color: INK, width: 180, overflow: "truncate" as const }, axisLine: { lineStyle: { color: LINE } }, axisTick: { show: false } };
  const numbers = { type: "value" as const, axisLabel: { color: INK, formatter: value }, splitLine: { lineStyle: { color: LINE } }, minInterval: columns[0]?.unit === "count" ? 1 : undefined, interval: step, max: step && Math.max(1, Math.ceil(most / step)) * step };
  const shares = { type: "value" as const, min: 0, max: 1, axisLabel: { color: INK, formatter: percentAxis(words.language) }, splitLine: { show: false } };
  const series = columns.map((column, place) => ({
    type: kind === "line" ? ("line" as const) : ("bar" as const),
    name: words.name(column),
    data: shown.map((row) => row.cells[column.key] ?? null),
    stack: kind === "stacked" ? "all" : undefined,
    symbolSize: 5,
    barMaxWidth: 28,
    itemStyle: { color: COLOURS[column.key] ?? PALETTE[place % PALETTE.length] },
    tooltip: { valueFormatter: (one: unknown) => (typeof one === "number" ? value(one) : "–") },
  }));
  return {
    hidden: report.rows.length - rows.length,
    height: lying ? Math.max(180, rows.length * 24 + 84) : 280,
    option: {
      textStyle: { fontFamily: theme.token?.fontFamily },
      grid: { left: 8, right: rate ? 8 : 24, top: 44, bottom: 8, containLabel: true },
      legend: { top: 4, left: 8, textStyle: { color: INK }, itemWidth: 14, itemHeight: 10, itemGap: 16 },
      tooltip: { trigger: "axis", axisPointer: { type: kind === "line" ? "line" : "shadow" }, confine: true },
      xAxis: lying ? numbers : names,
      yAxis: lying ? names : rate ? [numbers, shares] : numbers,
      series: rate ? [...series, overlay(rate, shown, words)] : series,
    },
  };
}

const percentAxis = (language: string) => (value: number) => percent(language)(value).replace(/[.,]0%$/, "%");

function overlay(rate: Column, rows: readonly Row[], words: Words) {
  const text = percent(words.language);
  return {
    type: "line" as const,
    name: words.name(rate),
    yAxisIndex: 1,
    data: rows.map((row) => row.cells[rate.key] ?? null),
    connectNulls: false,
    symbolSize: 6,
    lineStyle: { color: "#17323b", width: 2 },
    itemStyle: { color: "#17323b" },
    tooltip: { valueFormatter: (one: unknown) => (typeof one === "number" ? text(one) : "–") },
  };
}

/** A field of colours shows one number: the first of the table. */
export function heatColumn(report: Report): Column | undefined {
  return report.columns.find(({ kind }) => kind === "number");
}

/** Hours across, weekdays down. */
function heat(report: Report, words: Words): Drawn | undefined {
  const column = heatColumn(report);
  if (!column) return undefined;
  const hours = [...new Set(report.rows.map((row) => Number(row.keys.hour_of_day)))].sort((a, b) => a - b);
  const days = [...new Map(report.rows.map((row) => [Number(row.keys.weekday), String(row.cells.weekday)])).entries()].sort(([a], [b]) => b - a);
  const places = new Map(days.map(([day], place) => [day, place]));
  const data = report.rows.map((row) => [hours.indexOf(Number(row.keys.hour_of_day)), places.get(Number(row.keys.weekday))!, Number(row.cells[column.key] ?? 0)]);
  const most = Math.max(...data.map(([, , value]) => value!), column.unit === "share" ? 0.01 : 1);
  const value = axisText(column, words.language);
  return {
    hidden: 0,
    height: 300,
    option: {
      textStyle: { fontFamily: theme.token?.fontFamily },
      grid: { left: 8, right: 16, top: 12, bottom: 48, containLabel: true },
      tooltip: { confine: true, valueFormatter: (one: unknown) => (typeof one === "number" ? value(one) : "–") },
      xAxis: { type: "category", data: hours.map((hour) => `${hour}:00`), axisLabel: { color: INK }, axisTick: { show: false } },
      yAxis: { type: "category", data: days.map(([, name]) => name), axisLabel: { color: INK }, axisTick: { show: false } },
      visualMap: { min: 0, max: most, orient: "horizontal", left: "center", bottom: 0, itemHeight: 120, itemWidth: 12, textStyle: { color: INK }, formatter: (one) => value(Number(one)), inRange: { color: ["#eef6f6", "#7cc0bb", "#0b6b75", "#063c42"] } },
      series: [{ type: "heatmap", name: words.name(column), data, itemStyle: { borderColor: "#fff", borderWidth: 1 } }],
    },
  };
}
