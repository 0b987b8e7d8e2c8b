/** The picture of a flow; every node of it also stands in the list, for whoever works without a mouse. */
import { Background, Controls, MarkerType, ReactFlow, ReactFlowProvider, useReactFlow } from "@xyflow/react";
import "@xyflow/react/dist/style.css";
import { useEffect, useMemo, useRef, type RefObject } from "react";
import { useTranslation } from "react-i18next";
import { currentLanguage } from "@/i18n";
import { words } from "./document";
import { CARD, draw, wayKey, type Picture } from "./layout";
import { NodeCard, type CardNode } from "./NodeCard";
import type { FlowDocument, FlowProblem } from "./types";
import type { VerbBook } from "./useVerbs";
import { firstViewport, isInSight } from "./viewport";
import { WayEdge, type WayEdgeType } from "./WayEdge";

const nodeTypes = { card: NodeCard };
const edgeTypes = { way: WayEdge };

interface Props {
  document: FlowDocument;
  problems: FlowProblem[];
  verbs: VerbBook;
  selected?: string;
  onSelect: (id: string | undefined) => void;
}

export function worstOf(problems: FlowProblem[], id: string): "error" | "warning" | undefined {
  const own = problems.filter((problem) => problem.node === id);
  if (own.some((problem) => problem.severity === "error")) return "error";
  return own.length ? "warning" : undefined;
}

function useCards({ document, problems, verbs, selected }: Props, picture: Picture): CardNode[] {
  const { t } = useTranslation("flows");
  const language = currentLanguage();
  return Object.entries(document.nodes).map(([id, node]) => {
    const title = words(node.title, language) || id;
    const kind = verbs.verbTitle(node.verb);
    return {
      id,
      type: "card",
      position: picture.places[id] ?? { x: 0, y: 0 },
      ...CARD,
      selected: id === selected,
      ariaLabel: t("nodeLabel", { title, kind }),
      data: { verb: node.verb, kind, title, group: verbs.verb(node.verb)?.group, isStart: id === document.start, worst: worstOf(problems, id) },
    };
  });
}

function edgesOf({ document, selected }: Props, picture: Picture, labelOf: (id: string, exit: string) => string): WayEdgeType[] {
  return Object.entries(document.nodes).flatMap(([id, node]) =>
    Object.entries(node.exits ?? {}).flatMap(([exit, target]): WayEdgeType[] => {
      const way = picture.ways[wayKey(id, exit)];
      if (!way) return [];
      const near = id === selected || target === selected;
      return [
        {
          id: wayKey(id, exit),
          source: id,
          target,
          type: "way",
          data: { way, text: labelOf(id, exit), near },
          className: near ? "lt-edge-near" : undefined,
          zIndex: near ? 1 : 0,
          markerEnd: { type: MarkerType.ArrowClosed, width: 15, height: 15, color: near ? "#0b6b75" : "#8aa2a9" },
          focusable: false,
        },
      ];
    }),
  );
}

/** Shows the beginning first, and follows the choice that is made elsewhere on the page. */
function useSight(frame: RefObject<HTMLDivElement | null>, picture: Picture, selected: string | undefined) {
  const flow = useReactFlow();
  const started = useRef(false);
  const start = () => {
    if (!frame.current) return;
    void flow.setViewport(firstViewport(frame.current.getBoundingClientRect(), flow.getNodesBounds(flow.getNodes())));
    started.current = true;
  };
  useEffect(() => {
    const place = selected ? picture.places[selected] : undefined;
    if (!place || !frame.current || !started.current) return;
    const view = flow.getViewport();
    if (isInSight(frame.current.getBoundingClientRect(), view, { ...place, ...CARD })) return;
    void flow.setCenter(place.x + CARD.width / 2, place.y + CARD.height / 2, { zoom: view.zoom, duration: 200 });
  }, [selected, picture, flow, frame]);
  return start;
}

function Canvas(props: Props) {
  const { document, verbs, selected, onSelect } = props;
  const { t } = useTranslation("flows");
  const language = currentLanguage();
  const labelOf = (id: string, exit: string) => (exit === "next" ? "" : verbs.exitTitle(document.nodes[id]!, exit));
  // The words of the exits decide the room between the cards, so the picture is made anew when they arrive.
  const picture = useMemo(() => draw(document, labelOf), [document, verbs.all.length, language]);
  const frame = useRef<HTMLDivElement>(null);
  const onInit = useSight(frame, picture, selected);
  return (
    <div ref={frame} className="lt-canvas">
      <ReactFlow<CardNode, WayEdgeType>
        nodes={useCards(props, picture)}
        edges={edgesOf(props, picture, labelOf)}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        nodesDraggable={false}
        nodesConnectable={false}
        deleteKeyCode={null}
        minZoom={0.15}
        maxZoom={1.6}
        onInit={onInit}
        onPaneClick={() => onSelect(undefined)}
        onNodesChange={(changes) => {
          const chosen = changes.find((change) => change.type === "select" && change.selected);
          if (chosen?.type === "select") onSelect(chosen.id);
        }}
        aria-label={t("picture")}
        ariaLabelConfig={{
          "controls.ariaLabel": t("zoom.controls"),
          "controls.zoomIn.ariaLabel": t("zoom.in"),
          "controls.zoomOut.ariaLabel": t("zoom.out"),
          "controls.fitView.ariaLabel": t("zoom.fit"),
          "node.a11yDescription.default": t("nodeHint"),
        }}
      >
        <Background gap={20} color="#d5dfe2" />
        <Controls showInteractive={false} />
      </ReactFlow>
    </div>
  );
}

export function FlowCanvas(props: Props) {
  return (
    <ReactFlowProvider>
      <Canvas {...props} />
    </ReactFlowProvider>
  );
}
