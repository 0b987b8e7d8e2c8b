/** Changes of a flow document; each answers a new document. */
import type { FlowDocument, FlowNode, FlowProblem, Text } from "./types";

export type NodeId = string;

/** The words in the reader's language; the other language where one is missing. */
export function words(text: Partial<Text> | undefined, language: string): string {
  const zh = text?.["zh-CN"] ?? "";
  const en = text?.en ?? "";
  return language === "en" ? en || zh : zh || en;
}

function withNode(document: FlowDocument, id: NodeId, node: FlowNode): FlowDocument {
  return { ...document, nodes: { ...document.nodes, [id]: node } };
}

export function withPart(document: FlowDocument, id: NodeId, part: Partial<FlowNode>): FlowDocument {
  const node = document.nodes[id];
  return node ? withNode(document, id, { ...node, ...part }) : document;
}

/** A parameter that is undefined goes away, so that the verb's own default holds. */
export function withParameter(document: FlowDocument, id: NodeId, name: string, value: unknown): FlowDocument {
  const node = document.nodes[id];
  if (!node) return document;
  const { [name]: _, ...rest } = node;
  return withNode(document, id, (value === undefined ? rest : { ...rest, [name]: value }) as FlowNode);
}

export function connected(document: FlowDocument, id: NodeId, exit: string, target: NodeId | undefined): FlowDocument {
  const exits = { ...document.nodes[id]?.exits };
  if (target) exits[exit] = target;
  else delete exits[exit];
  return withPart(document, id, { exits });
}

export function freeId(document: FlowDocument, verb: string): NodeId {
  if (!(verb in document.nodes)) return verb;
  let number = 2;
  while (`${verb}_${number}` in document.nodes) number += 1;
  return `${verb}_${number}`;
}

export function added(document: FlowDocument, verb: string, title: Text): { document: FlowDocument; id: NodeId } {
  const id = freeId(document, verb);
  const start = document.start && document.start in document.nodes ? document.start : id;
  return { id, document: { ...withNode(document, id, { verb, title, exits: {} }), start } };
}

/** The node goes, and every exit that led to it is unconnected. */
export function removed(document: FlowDocument, id: NodeId): FlowDocument {
  const nodes: FlowDocument["nodes"] = {};
  for (const [key, node] of Object.entries(document.nodes)) {
    if (key === id) continue;
    const exits = Object.fromEntries(Object.entries(node.exits ?? {}).filter(([, target]) => target !== id));
    nodes[key] = { ...node, exits };
  }
  return { ...document, nodes };
}

/** The nodes as a call comes by them, those that nobody reaches last. */
export function inOrder(document: FlowDocument): NodeId[] {
  const found = new Set<NodeId>();
  const walk = (first: NodeId) => {
    const waiting = [first];
    for (const id of waiting) {
      if (found.has(id) || !(id in document.nodes)) continue;
      found.add(id);
      waiting.push(...Object.values(document.nodes[id]?.exits ?? {}));
    }
  };
  walk(document.start);
  for (const [id, node] of Object.entries(document.nodes)) if (node.verb === "on_hangup") walk(id);
  for (const id of Object.keys(document.nodes)) found.add(id);
  return [...found];
}

/** The same document in the order that people read it; a database keeps no order of keys. */
export function tidied(document: FlowDocument): FlowDocument {
  const { name, description, start, variables, nodes, ...rest } = document;
  const both = (text: Partial<Text> | undefined) => text && { "zh-CN": text["zh-CN"] ?? "", en: text.en ?? "" };
  const node = ({ verb, title, exits, position, ...parameters }: FlowNode): FlowNode => ({
    verb,
    ...(title ? { title: both(title) } : {}),
    ...parameters,
    exits: exits ?? {},
    ...(position ? { position } : {}),
  });
  return {
    name: both(name) ?? {},
    ...(description ? { description: both(description) } : {}),
    start,
    ...(variables ? { variables } : {}),
    ...rest,
    nodes: Object.fromEntries(inOrder(document).map((id) => [id, node(nodes[id]!)])),
  };
}

/** Exits of a node: the connected ones, those that the server names, and a menu's keys. */
export function exitsOf(id: NodeId, node: FlowNode, problems: FlowProblem[], declared: string[] = []): string[] {
  const options = Array.isArray(node.options) ? (node.options as { key?: unknown }[]).map((option) => String(option.key ?? "")) : [];
  const missing = problems.filter((problem) => problem.node === id && problem.slug === "exit-unconnected").map((problem) => problem.params.exit ?? "");
  const kept = declared.filter((exit) => !/^[0-9*#]$/.test(exit) || options.includes(exit));
  return [...new Set([...options, ...kept, ...missing, ...Object.keys(node.exits ?? {})])].filter(Boolean);
}

/** Where a JSON text goes wrong, as far as the browser says. */
export function parseDocument(text: string): { document?: FlowDocument; fault?: string; line?: number } {
  try {
    const value = JSON.parse(text) as unknown;
    const isDocument = typeof value === "object" && value !== null && !Array.isArray(value) && typeof (value as FlowDocument).nodes === "object";
    if (!isDocument) return { fault: "shape" };
    return { document: value as FlowDocument };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const line = /line (\d+)/.exec(reason)?.[1];
    const place = /position (\d+)/.exec(reason)?.[1];
    return { fault: reason, line: line ? Number(line) : place ? text.slice(0, Number(place)).split("\n").length : undefined };
  }
}

/** The line of the text where a node begins. */
export function lineOf(text: string, id: NodeId): number | undefined {
  const lines = text.split("\n");
  const nodes = lines.findIndex((line) => /^\s*"nodes"\s*:/.test(line));
  const at = lines.findIndex((line, index) => index > nodes && line.trimStart().startsWith(`${JSON.stringify(id)}:`));
  return at < 0 ? undefined : at + 1;
}
