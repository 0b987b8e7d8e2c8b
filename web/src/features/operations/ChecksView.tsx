/** The checks: run on demand, shown as they come; the last result stays. */
import { CheckCircleFilled, CloseCircleFilled, MedicineBoxOutlined, MinusCircleFilled, WarningFilled } from "@ant-design/icons";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Progress, Skeleton } from "antd";
import { SECOND, useInstant } from "@/ui/time";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { EmptyState } from "@/ui/EmptyState";
import { ProblemNote } from "@/ui/ProblemNote";
import { useCommand } from "@/ui/problemText";
import { usePermission } from "@/ui/records/usePermission";
import { StatusTag, type Tone } from "@/ui/StatusTag";
import { useOnce } from "@/ui/useOnce";
import { say, type CheckRun, type Finding, type Verdict } from "./types";

const LOOK_MS = 500;
const verdicts: Verdict[] = ["bad", "warn", "good", "skipped"];
const looks: Record<Verdict, { tone: Tone; icon: ReactNode }> = {
  good: { tone: "good", icon: <CheckCircleFilled /> },
  warn: { tone: "warn", icon: <WarningFilled /> },
  bad: { tone: "bad", icon: <CloseCircleFilled /> },
  skipped: { tone: "quiet", icon: <MinusCircleFilled /> },
};

function FindingRow({ finding }: { finding: Finding }) {
  const { t } = useTranslation("operations");
  const { tone, icon } = looks[finding.verdict];
  return (
    <li className="lt-check">
      <span className={`lt-check-mark lt-check-${tone}`} role="img" aria-label={t(`checks.verdict.${finding.verdict}`)}>
        {icon}
      </span>
      <span className="lt-check-title">{say(finding.title)}</span>
      <span className="lt-check-found">
        {say(finding.found)}
        {finding.advice && <span className={`lt-check-advice lt-tone-${tone}`}>{say(finding.advice)}</span>}
      </span>
    </li>
  );
}

function Counts({ run }: { run: CheckRun }) {
  const { t } = useTranslation("operations");
  const all = run.groups.flatMap((group) => group.findings);
  return (
    <>
      {verdicts.map((verdict) => {
        const count = all.filter((finding) => finding.verdict === verdict).length;
        if (!count) return null;
        return (
          <StatusTag key={verdict} tone={looks[verdict].tone} icon={looks[verdict].icon}>
            {t(`checks.count.${verdict}`, { count })}
          </StatusTag>
        );
      })}
    </>
  );
}

function Result({ run }: { run: CheckRun }) {
  return (
    <div className="lt-checks">
      {run.groups.map((group) => (
        <section key={group.name} className="lt-card lt-ops-card" aria-label={say(group.title)}>
          <header>
            <h2>{say(group.title)}</h2>
          </header>
          <ul>
            {group.findings.map((finding) => (
              <FindingRow key={finding.check} finding={finding} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

export function ChecksView() {
  const { t } = useTranslation("operations");
  const may = usePermission()("operations.act");
  const command = useCommand();
  const queries = useQueryClient();
  const queryKey = ["operations", "checks"];
  const instant = useInstant();
  const last = useQuery({
    queryKey,
    queryFn: ({ signal }) => api.get<{ run: CheckRun | null }>("/operations/checks", undefined, signal),
    refetchInterval: (query) => (query.state.data?.run?.finished === false ? LOOK_MS : false),
  });
  const [start] = useOnce(() =>
    command(async () => {
      const run = await api.post<CheckRun>("/operations/checks");
      queries.setQueryData(queryKey, { run });
    }),
  );
  if (last.isLoadingError) return <ProblemNote error={last.error} onRetry={() => void last.refetch()} />;
  if (!last.data) return <Skeleton active />;
  const { run } = last.data;
  const busy = run?.finished === false;
  const button = may && (
    <Button type="primary" icon={<MedicineBoxOutlined />} loading={busy} onClick={() => start()}>
      {busy ? t("checks.running") : t("checks.run")}
    </Button>
  );
  if (!run) return <EmptyState icon={<MedicineBoxOutlined />} title={t("checks.never")} hint={t("checks.neverHint")} action={button} />;
  return (
    <>
      <div className="lt-checks-head" aria-live="polite">
        {button}
        {busy ? (
          <Progress className="lt-checks-progress" percent={Math.round((100 * run.groups.length) / run.planned)} aria-label={t("checks.progress")} />
        ) : (
          <>
            <Counts run={run} />
            <span className="lt-num lt-page-hint">{t("checks.at", { at: instant(run.at, SECOND), seconds: run.seconds })}</span>
          </>
        )}
      </div>
      <Result run={run} />
    </>
  );
}
