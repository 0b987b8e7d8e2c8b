/** The worker's queue, and the jobs that gave up. */
import { CheckCircleFilled, ReloadOutlined, WarningFilled } from "@ant-design/icons";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useInstant } from "@/ui/time";
import { useTranslation } from "react-i18next";
import { api, type Page } from "@/api/client";
import { useCommand } from "@/ui/problemText";
import { usePermission } from "@/ui/records/usePermission";
import { useOnce } from "@/ui/useOnce";
import { StatusTag } from "@/ui/StatusTag";
import { Card, Facts, Since } from "./Card";
import type { FailedJob, Overview } from "./types";

function useRetry(): (job?: number) => void {
  const { t } = useTranslation("operations");
  const { message } = App.useApp();
  const run = useCommand();
  const queries = useQueryClient();
  const [retry] = useOnce((job?: number) =>
    run(async () => {
      const { count } = await api.post<{ count: number }>("/operations/failed-jobs/retry", { job: job ?? null });
      void message.success(t("jobs.retried", { count }));
      await queries.invalidateQueries({ queryKey: ["operations"] });
    }),
  );
  return retry;
}

function FailedJobs({ count }: { count: number }) {
  const { t } = useTranslation("operations");
  const may = usePermission()("operations.act");
  const instant = useInstant();
  const retry = useRetry();
  const failed = useQuery({
    queryKey: ["operations", "failed", count],
    queryFn: ({ signal }) => api.get<Page<FailedJob>>("/operations/failed-jobs", undefined, signal),
  });
  return (
    <>
      <p className="lt-ops-note">{t("jobs.failedHint")}</p>
      <ul className="lt-ops-jobs">
        {failed.data?.items.map((job) => (
          <li key={job.id}>
            <span>
              {t(`jobs.name.${job.name.replace(".", "_")}`, { defaultValue: job.name })}
              <span className="lt-sub lt-num">
                {job.at ? instant(job.at, "MM-DD HH:mm") : ""} {t("jobs.attempts", { count: job.attempts })}
              </span>
            </span>
            {may && (
              <Button size="small" icon={<ReloadOutlined />} onClick={() => retry(job.id)}>
                {t("jobs.retry")}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {may && count > 1 && <Button onClick={() => retry()}>{t("jobs.retryAll", { count })}</Button>}
    </>
  );
}

export function JobsCard({ jobs }: { jobs: Overview["jobs"] }) {
  const { t } = useTranslation("operations");
  if (!jobs)
    return (
      <Card title={t("jobs.title")}>
        <p className="lt-page-hint">{t("jobs.unknown")}</p>
      </Card>
    );
  const state = jobs.failed ? (
    <StatusTag tone="warn" icon={<WarningFilled />}>
      {t("jobs.someFailed", { count: jobs.failed })}
    </StatusTag>
  ) : (
    <StatusTag tone="good" icon={<CheckCircleFilled />}>
      {t("jobs.noneFailed")}
    </StatusTag>
  );
  return (
    <Card title={t("jobs.title")} extra={state}>
      <Facts
        rows={[
          [t("jobs.waiting"), jobs.waiting],
          [t("jobs.running"), jobs.running],
          [t("jobs.failed"), jobs.failed],
          [t("jobs.oldest"), jobs.oldest_due_at ? <Since key="oldest" at={jobs.oldest_due_at} /> : t("common:none")],
        ]}
      />
      {jobs.failed > 0 && <FailedJobs count={jobs.failed} />}
    </Card>
  );
}
