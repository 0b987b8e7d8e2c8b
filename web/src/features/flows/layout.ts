/** Places the nodes of a flow from top to bottom, so that the usual way of a call runs downwards. */
import { Graph, layout } from "@dagrejs/dagre";
import type { FlowDocument } from "./types";

export const CARD = { width: 208, height: 64 };

export interface Place {
  x: number;
  y: number;
}

/** The corner of each card; ends of unknown nodes are left out. */
export function places(document: FlowDocument): Record<string, Place> {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: "TB", nodesep: 36, ranksep: 58, marginx: 16, marginy: 16 });
  graph.setDefaultEdgeLabel(() => ({}));
  const ids = Object.keys(document.nodes);
  const first = document.start in document.nodes ? [document.start] : [];
  for (const id of [...first, ...ids.filter((one) => one !== document.start)]) graph.setNode(id, { ...CARD });
  for (const [id, node] of Object.entries(document.nodes)) {
    for (const [exit, target] of Object.entries(node.exits ?? {})) {
      if (target in document.nodes && target !== id) graph.setEdge(id, target, { width: 60, height: 18, labelpos: "c" }, exit);
    }
  }
  layout(graph);
  return Object.fromEntries(
    ids.map((id) => {
      const { x, y } = graph.node(id) as Place;
      return [id, { x: x - CARD.width / 2, y: y - CARD.height / 2 }];
    }),
  );
}
