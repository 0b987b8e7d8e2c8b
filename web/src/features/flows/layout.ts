/** Places the nodes of a flow from top to bottom, and leads the edges around them. */
import { Graph, layout } from "@dagrejs/dagre";
import type { FlowDocument } from "./types";

export const CARD = { width: 190, height: 54 };
const LABEL_HEIGHT = 16;

export interface Place {
  x: number;
  y: number;
}

export interface Way {
  points: Place[];
  /** Where the label stands. */
  x: number;
  y: number;
}

export interface Picture {
  /** The corner of each card, by node. */
  places: Record<string, Place>;
  /** By wayKey; exits that lead to unknown nodes or to the node itself have none. */
  ways: Record<string, Way>;
}

export const wayKey = (id: string, exit: string): string => `${id} ${exit}`;

/** About the room that a label takes: Han characters are twice as wide. */
export function labelWidth(label: string): number {
  return [...label].reduce((sum, letter) => sum + (letter.charCodeAt(0) > 0x2e80 ? 12 : 6.5), 8);
}

export function draw(document: FlowDocument, labelOf: (id: string, exit: string) => string = () => ""): Picture {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: "TB", nodesep: 28, edgesep: 14, ranksep: 40, marginx: 16, marginy: 16 });
  graph.setDefaultEdgeLabel(() => ({}));
  const ids = Object.keys(document.nodes);
  const first = document.start in document.nodes ? [document.start] : [];
  for (const id of [...first, ...ids.filter((one) => one !== document.start)]) graph.setNode(id, { ...CARD });
  for (const [id, node] of Object.entries(document.nodes)) {
    for (const [exit, target] of Object.entries(node.exits ?? {})) {
      if (!(target in document.nodes) || target === id) continue;
      const label = labelOf(id, exit);
      graph.setEdge(id, target, { width: label ? labelWidth(label) : 1, height: LABEL_HEIGHT, labelpos: "c" }, exit);
    }
  }
  layout(graph);
  const corner = ({ x, y }: Place) => ({ x: x - CARD.width / 2, y: y - CARD.height / 2 });
  const places = Object.fromEntries(ids.map((id) => [id, corner(graph.node(id) as Place)]));
  const ways = Object.fromEntries(graph.edges().map((edge) => [wayKey(edge.v, String(edge.name)), graph.edge(edge) as unknown as Way]));
  return { places, ways };
}

/** A line through the points with rounded corners, as an SVG path. */
export function smoothPath(points: Place[]): string {
  const [first, ...rest] = points;
  if (!first) return "";
  let path = `M ${first.x} ${first.y}`;
  rest.forEach((point, index) => {
    const next = rest[index + 1];
    if (!next) path += ` L ${point.x} ${point.y}`;
    else path += ` Q ${point.x} ${point.y} ${(point.x + next.x) / 2} ${(point.y + next.y) / 2}`;
  });
  return path;
}
