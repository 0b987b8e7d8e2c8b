/** People from a spreadsheet: cells, heads in both languages, what is wrong with a row, the document. */
import { expect, test } from "vitest";
import { cellsOf, dayOf, decoded, documentOf, flawsOf, isWorkbook, sheetOf, type Heads, type Known } from "./people";

const heads: Heads = {
  name: ["姓名", "Name"],
  account: ["账号", "Account"],
  role: ["角色", "Role"],
  seat: ["坐席号", "Seat"],
  extension: ["分机", "Extension"],
  groups: ["技能组", "Skill groups"],
  email: ["邮箱", "E-mail"],
  started: ["入职日期", "Start date"],
};
const known: Known = {
  users: [{ id: "u1", account: "Li" }],
  seats: [
    { number: "A100", extension: "1100", user: { id: "u1" } },
    { number: "A101", extension: "1101", user: null },
  ],
  roles: [
    { key: "agent", name: "坐席", zh: "坐席", en: "Agent" },
    { key: null, name: "质检", zh: "质检", en: "质检" },
  ],
  groups: [{ name: "客服组", members: [{ agent: "u1", level: 8, priority: 2 }], music: "piano" }],
};
const people = (text: string) => sheetOf(text, heads).people;
const flaws = (text: string) => flawsOf(people(text), known).map(({ row, code, column, value }) => [row, code, column, value].join(" ").trim());

test("cells are read as a spreadsheet copies and as it saves them", () => {
  expect(cellsOf('a\tb\r\n"x\ty"\t2')).toEqual([["a", "b"], ["x\ty", "2"]]);
  expect(cellsOf('\uFEFFa,b\n"one ""two""","three\nfour"')).toEqual([["a", "b"], ['one "two"', "three\nfour"]]);
  expect(cellsOf("a;b\n1;2")).toEqual([["a", "b"], ["1", "2"]]);
});

test("a workbook is told from a text", () => {
  const workbooks = [[0x50, 0x4b, 0x03, 0x04, 0x14], [0xd0, 0xcf, 0x11, 0xe0, 0xa1]];
  for (const signs of workbooks) expect(isWorkbook(new Uint8Array(signs).buffer)).toBe(true);
  for (const text of ["PK,account", "姓名", ""]) expect(isWorkbook(new TextEncoder().encode(text).buffer as ArrayBuffer)).toBe(false);
});

test("a file of Chinese Windows is read too, and Excel's Unicode text", () => {
  expect(decoded(new Uint8Array([0xff, 0xfe, 0xd3, 0x59, 0x0d, 0x54, 0x09, 0x00]).buffer)).toBe("姓名\t");
  const gbk = new Uint8Array([0xd0, 0xd5, 0xc3, 0xfb]);
  expect(decoded(gbk.buffer)).toBe("姓名");
  expect(decoded(new TextEncoder().encode("姓名").buffer as ArrayBuffer)).toBe("姓名");
});

test("heads are known in both languages, in any order, and needed ones are missed", () => {
  expect(sheetOf("skill groups\tACCOUNT\t姓名 *\n客服组\twang\t王", heads)).toMatchObject({ missing: [], people: [{ row: 2, cells: { name: "王", account: "wang", groups: "客服组", email: "" } }] });
  expect(sheetOf("姓名\t电话\n王\t1", heads).missing).toEqual(["account"]);
  expect(sheetOf("", heads)).toEqual({ people: [], missing: [] });
});

test("empty rows are no people, and rows keep their number", () => {
  expect(people("姓名\t账号\n\n王\twang\n\t\n").map(({ row }) => row)).toEqual([3]);
});

test("each row says what is wrong with it", () => {
  const head = "姓名\t账号\t角色\t坐席号\t分机\t技能组\t入职日期\n";
  expect(flaws(`${head}王\twang\tagent、质检\tA200\t1200\t客服组：10\t2026/3/1`)).toEqual([]);
  expect(flaws(`${head}王\tLI\n\tzhao`)).toEqual(["2 taken account LI", "3 needed name"]);
  expect(flaws(`${head}王\tw\t\ta100\t1200\n赵\tz\t\tA201\t1101\n钱\tq\t\tA202\n孙\tW`)).toEqual(["2 taken seat a100", "3 taken extension 1101", "4 pair extension", "5 twice account W"]);
  expect(flaws(`${head}王\tw\t班组长\t\t\t客服组:11；售后组\t2026-02-30`)).toEqual(["2 unknown role 班组长", "2 level groups 客服组", "2 unknown groups 售后组", "2 day started 2026-02-30"]);
});

test("a seat that nobody has may be given, by its own name", () => {
  const text = "姓名\t账号\t坐席号\t分机\n王\tw\ta101\t1101";
  expect(flaws(text)).toEqual([]);
  expect(documentOf(people(text), known, "zh-CN").text).toContain('  "A101": {"extension":"1101","user":"w"}');
});

test("days are written in several ways", () => {
  expect(["2026-3-1", "2026/03/01", "2026年3月1日", "2026.13.01", "1/3/2026", ""].map(dayOf)).toEqual(["2026-03-01", "2026-03-01", "2026-03-01", undefined, undefined, undefined]);
});

test("the document adds the people, keeps who is in a group, and its lines tell the rows", () => {
  const text = '姓名\t账号\t坐席号\t分机\t技能组\n"王 ""小"" 明"\tw\tA200\t1200\t客服组:8\n赵\tz\t\t\t';
  const { text: document, rows } = documentOf(people(text), known, "en");
  const lines = document.split("\n");
  expect(lines[0]).toBe("format: 1");
  expect(JSON.parse(lines[2]!.slice(lines[2]!.indexOf(":") + 1))).toEqual({ name: '王 "小" 明', email: "", started_on: null, language: "en", active: true, roles: ["坐席"] });
  expect(lines[7]).toBe('  "客服组": {"members":[{"agent":"Li","level":8,"priority":2},{"agent":"w","level":8,"priority":1}],"music":"piano"}');
  expect([...rows]).toEqual([[3, 2], [4, 3], [6, 2]]);
});

test("each person who is there is looked at once, however many rows there are", () => {
  const count = 300;
  let looked = 0;
  const there = (at: number) => ({
    id: `${at}`,
    get account() {
      looked += 1;
      return `there${at}`;
    },
  });
  const many: Known = { ...known, users: Array.from({ length: count }, (_, at) => there(at)) };
  const rows = Array.from({ length: count }, (_, at) => `New ${at}\tnew${at}`);
  expect(flawsOf(people(`Name\tAccount\n${rows.join("\n")}`), many)).toEqual([]);
  expect(looked).toBe(count);
});
