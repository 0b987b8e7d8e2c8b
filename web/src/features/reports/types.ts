/** Names for the shapes of the generated schema that the reports use. */
import type { components } from "@/api/schema";

type Schemas = components["schemas"];

/** Lists and switches that have a default on the server still come with every answer. */
type Whole<T> = { [K in keyof T]-?: T[K] };

export type Entry = Schemas["ReportEntryOut"];
export type Metric = Schemas["MetricOut"];
export type Column = Whole<Schemas["ColumnOut"]>;
export type Row = Schemas["RowOut"];
export type Value = Row["cells"][string];
export type Period = Schemas["PeriodOut"];
export type Check = Schemas["CheckOut"];
export type Grain = Entry["grains"][number];
export type Dimension = Entry["by"][number];
export type Chart = Whole<Schemas["ChartOut"]>;
export type Report = Omit<Schemas["ReportOut"], "columns" | "chart"> & { columns: Column[]; chart: Chart };
export type Call = Schemas["CallOut"];
