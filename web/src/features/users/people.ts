/** A table of people as the configuration text that adds them: pure, from pasted cells to the document and back to its rows. */
import type { Member, Role, SkillGroup, UserRecord } from "@/api/records";

export const COLUMNS = ["name", "account", "role", "seat", "extension", "groups", "email", "started"] as const;
export type ColumnName = (typeof COLUMNS)[number];
export const NEEDED: readonly ColumnName[] = ["name", "account"];
/** What a head of a column may be called, in every language. */
export type Heads = Record<ColumnName, string[]>;

const LEVELS = { first: 1, usual: 5, last: 10 };
const BOM = "\uFEFF";
const LIST = /[,;|/\u3001\uFF0C\uFF1B\n]+/;
const LEVEL = /^(.*?)\s*[:\uFF1A]\s*(\S+)$/;

/** What the server takes at once is not longer; a longer one would only stop the page. */
export const LARGEST_FILE = 4_000_000;

const startsWith = (bytes: ArrayBuffer, ...signs: number[]) => signs.every((sign, place) => new Uint8Array(bytes)[place] === sign);

/** A workbook as programs keep it: an archive (.xlsx, .et, .ods), or what Excel wrote before (.xls). */
export function isWorkbook(bytes: ArrayBuffer): boolean {
  return startsWith(bytes, 0x50, 0x4b, 0x03, 0x04) || startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0);
}

/** A sheet of a spreadsheet saved as text is UTF-8, what Chinese Windows writes, or Excel's "Unicode text". */
export function decoded(bytes: ArrayBuffer): string {
  if (startsWith(bytes, 0xff, 0xfe)) return new TextDecoder("utf-16le").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("gb18030").decode(bytes);
  }
}

/** Cells as a spreadsheet copies them (tabs) or saves them (commas or semicolons, quotes). */
export function cellsOf(text: string): string[][] {
  const plain = text.replace(BOM, "").replace(/\r\n?/g, "\n");
  const firstLine = plain.slice(0, plain.indexOf("\n") < 0 ? undefined : plain.indexOf("\n"));
  const between = ["\t", ",", ";"].find((one) => firstLine.includes(one)) ?? ",";
  const rows: string[][] = [[]];
  let cell = "";
  let quoted = false;
  const end = () => {
    rows.at(-1)!.push(cell.trim());
    cell = "";
  };
  for (let place = 0; place < plain.length; place += 1) {
    const sign = plain[place]!;
    if (quoted && sign === '"' && plain[place + 1] === '"') {
      cell += '"';
      place += 1;
    } else if (quoted && sign === '"') quoted = false;
    else if (quoted) cell += sign;
    else if (sign === '"' && !cell.trim()) {
      quoted = true;
      cell = "";
    } else if (sign === between) end();
    else if (sign === "\n") {
      end();
      rows.push([]);
    } else cell += sign;
  }
  end();
  return rows;
}

export interface Person {
  /** Its row in the sheet, the head being the first. */
  row: number;
  cells: Record<ColumnName, string>;
}

export interface Sheet {
  people: Person[];
  /** Needed columns that the head does not have. */
  missing: ColumnName[];
}

export function sheetOf(text: string, heads: Heads): Sheet {
  const [head = [], ...rows] = cellsOf(text);
  const plain = (cell: string) => cell.toLowerCase().replace(/[\s*_-]/g, "");
  const placeOf = (name: ColumnName) => head.findIndex((cell) => heads[name].some((one) => plain(one) === plain(cell)));
  const places = Object.fromEntries(COLUMNS.map((name) => [name, placeOf(name)])) as Record<ColumnName, number>;
  const people = rows
    .map((cells, place) => ({ row: place + 2, cells: Object.fromEntries(COLUMNS.map((name) => [name, cells[places[name]] ?? ""])) as Person["cells"] }))
    .filter(({ cells }) => Object.values(cells).some(Boolean));
  return { people, missing: text.trim() ? NEEDED.filter((name) => places[name] < 0) : [] };
}

/** What is in the company already. */
export interface Known {
  users: Pick<UserRecord, "id" | "account">[];
  seats: { number: string; extension: string; user: unknown }[];
  roles: Pick<Role, "key" | "name" | "zh" | "en">[];
  groups: Pick<SkillGroup, "name" | "members" | "music">[];
}

export type Flaw =
  | { row: number; code: "needed" | "twice" | "taken"; column: ColumnName; value: string }
  | { row: number; code: "unknown"; column: "role" | "groups"; value: string }
  | { row: number; code: "level" | "day"; column: ColumnName; value: string }
  | { row: number; code: "pair"; column: ColumnName; value: string };

const AGENT = "agent";

function roleOf(text: string, known: Known): Known["roles"][number] | undefined {
  if (!text) return known.roles.find(({ key }) => key === AGENT);
  const wanted = text.toLowerCase();
  return known.roles.find((role) => [role.name, role.zh, role.en].some((name) => name.toLowerCase() === wanted));
}

const listOf = (text: string) => text.split(LIST).map((one) => one.trim()).filter(Boolean);
const rolesOf = (text: string) => (text ? listOf(text) : [""]);

interface Skill {
  group: string;
  level: number | undefined;
}

function skillsOf(text: string): Skill[] {
  return listOf(text).map((one) => {
    const [, group, level] = LEVEL.exec(one) ?? [];
    if (!group) return { group: one, level: LEVELS.usual };
    const number = Number(level);
    const fits = Number.isInteger(number) && number >= LEVELS.first && number <= LEVELS.last;
    return { group, level: fits ? number : undefined };
  });
}

/** `2026/3/1`, `2026-03-01` and the same with signs for year, month and day; nothing for what is no day. */
export function dayOf(text: string): string | undefined {
  const [, year, month, day] = /^(\d{4})\D(\d{1,2})\D(\d{1,2})\D?$/.exec(text) ?? [];
  if (!year || !month || !day) return undefined;
  const iso = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const there = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(there.getTime()) && there.toISOString().startsWith(iso) ? iso : undefined;
}

const seatOf = ({ seat }: Person["cells"], known: Known) => known.seats.find(({ number }) => number.toLowerCase() === seat.toLowerCase());

/** What is wrong with the rows, as far as it can be seen here; the server judges the rest. */
export function flawsOf(people: readonly Person[], known: Known): Flaw[] {
  const flaws: Flaw[] = [];
  // Looked up, not looked for: thousands of rows are compared with thousands at every key that is pressed.
  const accounts = new Set(known.users.map(({ account }) => account.toLowerCase()));
  const seats = new Map(known.seats.map((seat) => [seat.number.toLowerCase(), seat]));
  const extensions = new Map(known.seats.map((seat) => [seat.extension, seat]));
  const groups = new Set(known.groups.map(({ name }) => name));
  /** A seat that nobody has may be given to somebody. */
  const isTaken = {
    account: ({ account }: Person["cells"]) => accounts.has(account.toLowerCase()),
    seat: ({ seat }: Person["cells"]) => !!seats.get(seat.toLowerCase())?.user,
    extension: ({ seat, extension }: Person["cells"]) => extensions.has(extension) && extensions.get(extension) !== seats.get(seat.toLowerCase()),
  };
  const seen: Partial<Record<ColumnName, Set<string>>> = { account: new Set(), seat: new Set(), extension: new Set() };
  for (const { row, cells } of people) {
    for (const column of NEEDED) if (!cells[column]) flaws.push({ row, code: "needed", column, value: "" });
    for (const column of ["account", "seat", "extension"] as const) {
      const value = cells[column].toLowerCase();
      if (!value) continue;
      if (isTaken[column](cells)) flaws.push({ row, code: "taken", column, value: cells[column] });
      else if (seen[column]!.has(value)) flaws.push({ row, code: "twice", column, value: cells[column] });
      seen[column]!.add(value);
    }
    if (!cells.seat !== !cells.extension) flaws.push({ row, code: "pair", column: cells.seat ? "extension" : "seat", value: "" });
    for (const role of rolesOf(cells.role)) if (!roleOf(role, known)) flaws.push({ row, code: "unknown", column: "role", value: role });
    for (const { group, level } of skillsOf(cells.groups)) {
      if (!groups.has(group)) flaws.push({ row, code: "unknown", column: "groups", value: group });
      else if (level === undefined) flaws.push({ row, code: "level", column: "groups", value: group });
    }
    if (cells.started && !dayOf(cells.started)) flaws.push({ row, code: "day", column: "started", value: cells.started });
  }
  return flaws;
}

export interface Document {
  text: string;
  /** The row of the sheet that a line of the text comes from. */
  rows: Map<number, number>;
}

/** JSON is YAML: each entry stands on one line of its own, so that a problem's line tells its row. */
export function documentOf(people: readonly Person[], known: Known, language: string): Document {
  const lines = ["format: 1"];
  const rows = new Map<number, number>();
  const entry = (name: string, value: unknown, row?: number) => {
    lines.push(`  ${JSON.stringify(name)}: ${JSON.stringify(value)}`);
    if (row !== undefined) rows.set(lines.length, row);
  };
  lines.push("users:");
  for (const { row, cells } of people) {
    const roles = rolesOf(cells.role).map((role) => roleOf(role, known)!.name);
    entry(cells.account, { name: cells.name, email: cells.email, started_on: dayOf(cells.started) ?? null, language, active: true, roles }, row);
  }
  const seated = people.filter(({ cells }) => cells.seat);
  if (seated.length) lines.push("seats:");
  for (const { row, cells } of seated) entry(seatOf(cells, known)?.number ?? cells.seat, { extension: cells.extension, user: cells.account }, row);
  const accounts = new Map(known.users.map(({ id, account }) => [id, account]));
  const joined = known.groups.map((group) => ({ group, fresh: people.flatMap(({ cells }) => skillsOf(cells.groups).filter((skill) => skill.group === group.name).map(({ level }) => ({ agent: cells.account, level, priority: 1 }))) })).filter(({ fresh }) => fresh.length);
  if (joined.length) lines.push("skill_groups:");
  for (const { group, fresh } of joined) {
    const old = group.members.map(({ agent, level, priority }: Member) => ({ agent: accounts.get(agent) ?? agent, level, priority }));
    entry(group.name, { members: [...old, ...fresh], music: group.music ?? null });
  }
  return { text: `${lines.join("\n")}\n`, rows };
}
