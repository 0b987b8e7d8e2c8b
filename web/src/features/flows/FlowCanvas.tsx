/** The picture of a flow; every node of it also stands in the list, for whoever works without a mouse. */
import { Background, Controls, MarkerType, ReactFlow, type Edge } from "@xyflow/react";
import "@xyflow/react/dist/style.css";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { currentLanguage } from "@/i18n";
import { words } from "./document";
import { CARD, places } from "./layout";
import { NodeCard, type CardNode } from "./NodeCard";
import type { FlowDocument, FlowProblem } from "./types";
import type { VerbBook } from "./useVerbs";

const nodeTypes = { card: NodeCard };

interface Props {
  document: FlowDocument;
  problems: FlowProblem[];
  verbs: VerbBook;
  selected?: string;
  onSelect: (id: string | undefined) => void;
}

export function worstOf(problems: FlowProblem[], id: string): "error" | "warning" | undefined {
  const own = problems.filter((problem) => problem.node === id).map((problem) => problem.severity);
  return own.includes("error") ? "error" : own[0];
}

export function FlowCanvas({ document, problems, verbs, selected, onSelect }: Props) {
  const { t } = useTranslation("flows");
  const language = currentLanguage();
  const at = useMemo(() => places(document), [document]);
  const nodes: CardNode[] = Object.entries(document.nodes).map(([id, node]) => ({
    id,
    type: "card",
    position: at[id] ?? { x: 0, y: 0 },
    ...CARD,
    selected: id === selected,
    ariaLabel: t("nodeLabel", { title: words(node.title, language) || id, kind: verbs.verbTitle(node.verb) }),
    data: {
      verb: node.verb,
      kind: verbs.verbTitle(node.verb),
      title: words(node.title, language) || id,
      group: verbs.verb(node.verb)?.group,
      isStart: id === document.start,
      worst: worstOf(problems, id),
    },
  }));
  const edges: Edge[] = Object.entries(document.nodes).flatMap(([id, node]) =>
    Object.entries(node.exits ?? {})
      .filter(([, target]) => target in document.nodes)
      .map(([exit, target]) => ({
        id: `${id} ${exit}`,
        source: id,
        target,
        type: "smoothstep",
        label: exit === "next" ? undefined : verbs.exitTitle(node, exit),
        className: id === selected || target === selected ? "lt-edge-near" : undefined,
        markerEnd: { type: MarkerType.ArrowClosed },
        focusable: false,
      })),
  );
  return (
    <div className="lt-canvas">
      <ReactFlow<CardNode>
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        nodesDraggable={false}
        nodesConnectable={false}
        deleteKeyCode={null}
        fitView
        fitViewOptions={{ maxZoom: 1, padding: 0.08 }}
        minZoom={0.15}
        maxZoom={1.6}
        onNodeClick={(_, node) => onSelect(node.id)}
        onPaneClick={() => onSelect(undefined)}
        onSelectionChange={({ nodes: [first] }) => first && first.id !== selected && onSelect(first.id)}
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
