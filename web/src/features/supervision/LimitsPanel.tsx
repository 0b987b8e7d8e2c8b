/** Sets from where on a value is a warning or an alarm, for all queues or one. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { InputNumber, Select, Skeleton, Switch } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { ProblemNote } from "@/ui/ProblemNote";
import { DraftPanel } from "@/ui/records/DraftPanel";
import { useDraft } from "@/ui/records/useDraft";
import { useOnce } from "@/ui/useOnce";
import { chosenAfter, editsWith, rowsWith, scopeOf, type Edits, type Measure, type Row, type Rows, type Threshold } from "./limits";
import { useFloor } from "./state";

const PATH = "/supervision/thresholds";
const KEY = ["thresholds"];
const DRAFT = "panel.limits";

interface Answer {
  measures: Measure[];
  chosen: Threshold[];
}

interface RowProps {
  measure: Measure;
  row: Row;
  onChange: (change: Partial<Row>) => void;
}

function LimitRow({ measure, row, onChange }: RowProps) {
  const { t } = useTranslation("supervision");
  const name = t(`measures.${measure.measure}`);
  const most = measure.unit === "percent" ? 100 : measure.unit === "seconds" ? 86_400 : 9_999;
  const field = (key: "warning" | "alarm") => (
    <InputNumber
      size="small"
      min={0}
      max={most}
      precision={0}
      disabled={!row.on}
      value={row[key]}
      onChange={(value) => onChange({ [key]: value })}
      aria-label={t(`limits.${key}Of`, { name })}
      suffix={t(`unit.${measure.unit}`)}
    />
  );
  return (
    <tr>
      <th scope="row">
        {name}
        <small>{t(measure.above ? "limits.above" : "limits.below")}</small>
      </th>
      <td>
        <Switch size="small" checked={row.on} onChange={(on) => onChange({ on })} aria-label={t("limits.watchOf", { name })} />
      </td>
      <td>{field("warning")}</td>
      <td>{field("alarm")}</td>
      <td>
        <Switch size="small" disabled={!row.on} checked={row.on && row.sound} onChange={(sound) => onChange({ sound })} aria-label={t("limits.soundOf", { name })} />
      </td>
    </tr>
  );
}

function LimitTable({ measures, rows, onChange }: { measures: Measure[]; rows: Rows; onChange: (measure: string, row: Row) => void }) {
  const { t } = useTranslation("supervision");
  return (
    <table className="lt-sv-limits">
      <thead>
        <tr>
          {["measure", "watch", "warning", "alarm", "sound"].map((key) => (
            <th key={key} scope="col">
              {t(`limits.${key}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {measures.map((measure) => {
          const row = rows[measure.measure];
          return row && <LimitRow key={measure.measure} measure={measure} row={row} onChange={(change) => onChange(measure.measure, { ...row, ...change })} />;
        })}
      </tbody>
    </table>
  );
}

export default function LimitsPanel({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("supervision");
  const cache = useQueryClient();
  const queues = useFloor((floor) => floor.queues) ?? {};
  const loaded = useQuery({ queryKey: KEY, queryFn: ({ signal }) => api.get<Answer>(PATH, undefined, signal), staleTime: 0 });
  const [queue, setQueue] = useState<string | null>(null);
  const draft = useDraft<Edits>(DRAFT);
  const [problem, setProblem] = useState<unknown>();
  const answer = loaded.data;
  const edits = draft.kept ?? {};
  const [save, busy] = useOnce(async () => {
    if (!answer) return;
    setProblem(undefined);
    try {
      // A queue that was deleted meanwhile is nobody's any more.
      const there = Object.fromEntries(Object.entries(edits).filter(([scope]) => !scope || scope in queues));
      cache.setQueryData(KEY, await api.put<Answer>(PATH, { chosen: chosenAfter(answer.measures, answer.chosen, there) }));
      draft.discard();
      onClose();
    } catch (error) {
      setProblem(error);
    }
  });
  const named = (scope: string, name: string) => ({ value: scope, label: edits[scope] ? t("limits.unsaved", { name }) : name });
  const change = (measure: string, row: Row) => answer && draft.keep(editsWith(answer.measures, answer.chosen, edits, queue, measure, row));
  return (
    <DraftPanel title={t("limits.title")} size={640} name={DRAFT} draft={draft} busy={busy} onSave={save} onClose={onClose}>
      <p className="lt-sv-hint">{t("limits.hint")}</p>
      <Select
        className="lt-sv-scope"
        aria-label={t("limits.scope")}
        value={scopeOf(queue)}
        onChange={(value: string) => setQueue(value || null)}
        options={[named(scopeOf(null), t("arrange.allQueues")), ...Object.entries(queues).map(([id, one]) => named(id, one.name))]}
      />
      <ProblemNote error={problem ?? loaded.error} />
      {answer ? <LimitTable measures={answer.measures} rows={rowsWith(answer.measures, answer.chosen, edits, queue)} onChange={change} /> : <Skeleton active />}
    </DraftPanel>
  );
}
