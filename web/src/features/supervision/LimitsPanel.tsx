/** Sets from where on a value is a warning or an alarm, for all queues or one. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, InputNumber, Select, Skeleton, Switch } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { Panel } from "@/ui/panel/Panel";
import { ProblemNote } from "@/ui/ProblemNote";
import { chosenWith, rowsOf, type Measure, type Row, type Rows, type Threshold } from "./limits";
import { useFloor } from "./state";

const PATH = "/supervision/thresholds";
const KEY = ["thresholds"];

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

function LimitTable({ measures, rows, onChange }: { measures: Measure[]; rows: Rows; onChange: (rows: Rows) => void }) {
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
          return row && <LimitRow key={measure.measure} measure={measure} row={row} onChange={(change) => onChange({ ...rows, [measure.measure]: { ...row, ...change } })} />;
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
  const [edited, setEdited] = useState<Rows>();
  const [problem, setProblem] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const answer = loaded.data;
  const rows = edited ?? (answer && rowsOf(answer.measures, answer.chosen, queue));
  const save = async () => {
    if (!answer || !rows) return;
    setBusy(true);
    setProblem(undefined);
    try {
      const chosen = chosenWith(answer.measures, answer.chosen, queue, rows);
      cache.setQueryData(KEY, await api.put<Answer>(PATH, { chosen }));
      setEdited(undefined);
      onClose();
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Panel
      title={t("limits.title")}
      size={640}
      onClose={onClose}
      commands={
        <>
          <Button onClick={onClose}>{t("common:cancel")}</Button>
          <Button type="primary" loading={busy} onClick={() => void save()}>
            {t("common:save")}
          </Button>
        </>
      }
    >
      <p className="lt-sv-hint">{t("limits.hint")}</p>
      <Select
        className="lt-sv-scope"
        aria-label={t("limits.scope")}
        value={queue ?? ""}
        onChange={(value: string) => {
          setQueue(value || null);
          setEdited(undefined);
        }}
        options={[{ value: "", label: t("arrange.allQueues") }, ...Object.entries(queues).map(([value, one]) => ({ value, label: one.name }))]}
      />
      <ProblemNote error={problem ?? loaded.error} />
      {answer && rows ? <LimitTable measures={answer.measures} rows={rows} onChange={setEdited} /> : <Skeleton active />}
    </Panel>
  );
}
