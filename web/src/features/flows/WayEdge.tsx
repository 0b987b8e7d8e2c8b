/** An edge along the way that the layout found, with its label on a free place. */
import { BaseEdge, EdgeLabelRenderer, type Edge, type EdgeProps } from "@xyflow/react";
import { smoothPath, type Way } from "./layout";

export type WayEdgeType = Edge<{ way: Way; text?: string; near: boolean }, "way">;

export function WayEdge({ id, data, markerEnd }: EdgeProps<WayEdgeType>) {
  if (!data) return null;
  const { way, text, near } = data;
  return (
    <>
      <BaseEdge id={id} path={smoothPath(way.points)} markerEnd={markerEnd} />
      {text && (
        <EdgeLabelRenderer>
          <span className={near ? "lt-way-label lt-way-near" : "lt-way-label"} style={{ transform: `translate(-50%, -50%) translate(${way.x}px, ${way.y}px)` }}>
            {text}
          </span>
        </EdgeLabelRenderer>
      )}
    </>
  );
}
