import { describe, expect, test } from "vitest";
import { added, connected, exitsOf, freeId, inOrder, lineOf, parseDocument, removed, tidied, withParameter, words } from "./document";
import type { FlowDocument, FlowProblem } from "./types";

const flow: FlowDocument = {
  name: { en: "Inbound" },
  start: "welcome",
  nodes: {
    welcome: { verb: "play", prompts: ["welcome"], exits: { next: "menu" } },
    menu: { verb: "menu", options: [{ key: "1" }, { key: "2" }], exits: { "1": "end", invalid: "menu" } },
    end: { verb: "end", exits: {} },
  },
};

describe("a flow document", () => {
  test("takes a new node under a free name, and the first one becomes the start", () => {
    expect(freeId(flow, "end")).toBe("end_2");
    const { document, id } = added({ name: {}, start: "", nodes: {} }, "play", { "zh-CN": "", en: "Play" });
    expect([id, document.start]).toEqual(["play", "play"]);
  });

  test("loses a node and every exit that led to it", () => {
    const rest = removed(flow, "end");
    expect(Object.keys(rest.nodes)).toEqual(["welcome", "menu"]);
    expect(rest.nodes.menu?.exits).toEqual({ invalid: "menu" });
    expect(flow.nodes.menu?.exits).toEqual({ "1": "end", invalid: "menu" });
  });

  test("connects and unconnects exits", () => {
    expect(connected(flow, "menu", "2", "end").nodes.menu?.exits).toEqual({ "1": "end", "2": "end", invalid: "menu" });
    expect(connected(flow, "menu", "1", undefined).nodes.menu?.exits).toEqual({ invalid: "menu" });
  });

  test("drops a parameter that returns to its default", () => {
    expect("prompts" in withParameter(flow, "welcome", "prompts", undefined).nodes.welcome!).toBe(false);
    expect(withParameter(flow, "welcome", "interruptible", false).nodes.welcome?.interruptible).toBe(false);
  });

  test("shows a menu's keys, the declared exits and those that a check misses, but no key that is gone", () => {
    const missing: FlowProblem = { severity: "error", slug: "exit-unconnected", node: "menu", params: { exit: "too_many" }, message: "" };
    expect(exitsOf("menu", flow.nodes.menu!, [missing], ["1", "9", "invalid"])).toEqual(["1", "2", "invalid", "too_many"]);
  });
});

test("nodes stand in the order of a call, the lost ones last", () => {
  const mixed: FlowDocument = { name: {}, start: "a", nodes: { lost: { verb: "end" }, c: { verb: "end" }, bye: { verb: "on_hangup", exits: { next: "c" } }, b: { verb: "play", exits: { next: "c" } }, a: { verb: "play", exits: { next: "b" } } } };
  expect(inOrder(mixed)).toEqual(["a", "b", "c", "bye", "lost"]);
});

test("a tidied document says the same in the usual order", () => {
  const mixed = { nodes: { a: { exits: {}, prompts: ["x"], title: { en: "A", "zh-CN": "" }, verb: "play" } }, start: "a", name: { en: "N", "zh-CN": "" } } as FlowDocument;
  const tidy = tidied(mixed);
  expect(tidy).toEqual(mixed);
  expect(Object.keys(tidy)).toEqual(["name", "start", "nodes"]);
  expect(Object.keys(tidy.nodes.a!)).toEqual(["verb", "title", "prompts", "exits"]);
});

test("the words fall back to the other language", () => {
  expect(words({ "zh-CN": "", en: "Play" }, "zh-CN")).toBe("Play");
  expect(words(undefined, "en")).toBe("");
});

describe("the text of a flow", () => {
  test("is refused with the line where it goes wrong", () => {
    const { document, fault, line } = parseDocument('{\n  "nodes": {},\n  "start" "x"\n}');
    expect(document).toBeUndefined();
    expect(fault).toBeTruthy();
    if (line !== undefined) expect(line).toBe(3);
    expect(parseDocument("[]").fault).toBe("shape");
  });

  test("leads to the line of a node", () => {
    const text = JSON.stringify(flow, null, 2);
    const at = lineOf(text, "menu")!;
    expect(text.split("\n")[at - 1]?.trim()).toBe('"menu": {');
    expect(lineOf(text, "nobody")).toBeUndefined();
  });
});
