/** One flow: its picture, its nodes, its text, its versions, and what is wrong with it. */
import { CloudUploadOutlined, PlusOutlined, SaveOutlined, UndoOutlined } from "@ant-design/icons";
import { Button, Dropdown, Segmented, Spin } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usePage, useTabTitle } from "@/app/page";
import { currentLanguage } from "@/i18n";
import { PageShell } from "@/ui/PageShell";
import { ProblemNote } from "@/ui/ProblemNote";
import { usePermission } from "@/ui/records/usePermission";
import { StatusTag } from "@/ui/StatusTag";
import { useLeaveWarning } from "@/ui/useLeaveWarning";
import "@/ui/records/records.css";
import { added, words } from "./document";
import { FlowCanvas } from "./FlowCanvas";
import "./flows.css";
import { Inspector } from "./Inspector";
import { iconOf } from "./looks";
import { NodeTable } from "./NodeTable";
import { Problems } from "./Problems";
import { PublishDialog } from "./PublishDialog";
import { TextView } from "./TextView";
import type { FlowDocument } from "./types";
import { useFlow, type OpenFlow } from "./useFlow";
import { usePickers } from "./usePickers";
import { useVerbs, type VerbBook } from "./useVerbs";
import { Variables } from "./Variables";
import { VerbHelp } from "./VerbHelp";
import { Versions } from "./Versions";

const views = ["picture", "list", "text", "versions", "help"] as const;
type View = (typeof views)[number];

function Actions({ flow, readOnly, onPublish }: { flow: OpenFlow; readOnly: boolean; onPublish: () => void }) {
  const { t } = useTranslation("flows");
  const mayPublish = usePermission()("flows.publish");
  const hasErrors = flow.problems.some((problem) => problem.severity === "error");
  return (
    <>
      {!readOnly && flow.isChanged && (
        <Button icon={<UndoOutlined />} onClick={flow.discard}>
          {t("discard")}
        </Button>
      )}
      {!readOnly && (
        <Button icon={<SaveOutlined />} disabled={!flow.isChanged} loading={flow.busy} onClick={() => void flow.save()}>
          {t("saveDraft")}
        </Button>
      )}
      {mayPublish && (
        <Button type="primary" icon={<CloudUploadOutlined />} disabled={hasErrors} title={hasErrors ? t("fixFirst") : undefined} onClick={onPublish}>
          {t("publish")}
        </Button>
      )}
    </>
  );
}

function AddNode({ document, verbs, onAdd }: { document: FlowDocument; verbs: VerbBook; onAdd: (document: FlowDocument, id: string) => void }) {
  const { t } = useTranslation("flows");
  const items = verbs.all.map((verb) => ({
    key: verb.name,
    icon: iconOf(verb.name),
    label: verbs.verbTitle(verb.name),
    onClick: () => {
      const result = added(document, verb.name, verb.title);
      onAdd(result.document, result.id);
    },
  }));
  return (
    <Dropdown menu={{ items, className: "lt-verb-menu" }} trigger={["click"]}>
      <Button icon={<PlusOutlined />}>{t("addNode")}</Button>
    </Dropdown>
  );
}

function Status({ flow }: { flow: OpenFlow }) {
  const { t } = useTranslation("flows");
  const version = flow.draft?.flow.published_version;
  return (
    <span className="lt-flow-status">
      {version ? <StatusTag tone="good">{t("publishedVersion", { version })}</StatusTag> : <StatusTag tone="warn">{t("neverPublished")}</StatusTag>}
      {flow.isChanged && <StatusTag tone="violet">{t("unsaved")}</StatusTag>}
    </span>
  );
}

function Workplace({ flow, document, view, readOnly }: { flow: OpenFlow; document: FlowDocument; view: View; readOnly: boolean }) {
  const { search, setSearch } = usePage<object, { node: string }>();
  const verbs = useVerbs();
  const pickers = usePickers(document);
  const wanted = String(search.node ?? "");
  const selected = wanted in document.nodes ? wanted : undefined;
  const select = (id: string | undefined) => setSearch({ node: id });
  const isEditing = view !== "versions" && view !== "help";
  const common = { document, problems: flow.problems, verbs, selected };
  return (
    <div className="lt-flow-body">
      <div className="lt-flow-main">
        {view === "picture" && <FlowCanvas {...common} onSelect={select} />}
        {view === "list" && <NodeTable {...common} onSelect={select} />}
        {view === "text" && <TextView document={document} readOnly={readOnly} selected={selected} onEdit={flow.edit} />}
        {view === "versions" && flow.draft && <Versions flow={flow.draft.flow} readOnly={readOnly} onRestore={flow.restore} />}
        {view === "help" && <VerbHelp verbs={verbs} />}
      </div>
      <aside className="lt-flow-side" tabIndex={0}>
        {!readOnly && isEditing && (
          <AddNode
            document={document}
            verbs={verbs}
            onAdd={(next, id) => {
              flow.edit(next);
              select(id);
            }}
          />
        )}
        {selected && (
          <Inspector key={selected} {...common} id={selected} declared={flow.declared} pickers={pickers} readOnly={readOnly} onEdit={flow.edit} onSelect={select} />
        )}
        <Problems document={document} problems={flow.problems} onSelect={select} />
        {!selected && isEditing && <Variables document={document} readOnly={readOnly} onEdit={flow.edit} />}
      </aside>
    </div>
  );
}

export default function FlowPage() {
  const { t } = useTranslation("flows");
  const { params, search, setSearch } = usePage<{ flowId: string }, { view: View }>();
  const flow = useFlow(params.flowId);
  const [publishing, setPublishing] = useState(false);
  const readOnly = !usePermission()("flows.write");
  const view: View = views.includes(search.view as View) ? (search.view as View) : "picture";
  const name = words(flow.document?.name, currentLanguage());
  useTabTitle(name);
  useLeaveWarning(flow.isChanged);
  if (flow.error) return <PageShell title={t("title")}><ProblemNote error={flow.error} onRetry={flow.reload} /></PageShell>;
  if (!flow.document) return <Spin className="lt-page-spin" size="large" />;
  return (
    <div className="lt-flow">
      <header className="lt-flow-head">
        <h1 className="lt-page-title">{name || t("nameless")}</h1>
        <Status flow={flow} />
        <div className="lt-page-actions">
          <Actions flow={flow} readOnly={readOnly} onPublish={() => setPublishing(true)} />
        </div>
      </header>
      <Segmented<View> aria-label={t("view")} value={view} options={views.map((one) => ({ value: one, label: t(`views.${one}`) }))} onChange={(one) => setSearch({ view: one === "picture" ? undefined : one })} />
      <Workplace flow={flow} document={flow.document} view={view} readOnly={readOnly} />
      {publishing && <PublishDialog isChanged={flow.isChanged} onPublish={flow.publish} onClose={() => setPublishing(false)} />}
    </div>
  );
}
