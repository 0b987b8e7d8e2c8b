/** A report with its filters, from an entry of the catalogue: standard reports and saved ones are both this. */
import { DownOutlined, FileExcelOutlined, PrinterOutlined, ReloadOutlined } from "@ant-design/icons";
import { Button, Dropdown, Skeleton } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { api, type Query } from "@/api/client";
import { serverNow } from "@/api/clock";
import { currentLanguage } from "@/i18n";
import { PageShell } from "@/ui/PageShell";
import { WithPanel } from "@/ui/panel/WithPanel";
import { ProblemNote } from "@/ui/ProblemNote";
import { useCommand } from "@/ui/problemText";
import { usePermission } from "@/ui/records/usePermission";
import { DAY, inZone, useZone } from "@/ui/time";
import { useOnce } from "@/ui/useOnce";
import { opened, openKey, plain, queryOf, type Filters } from "./address";
import { ContactsDrawer, openCell } from "./ContactsDrawer";
import { FilterBar } from "./FilterBar";
import { Pager, usePages } from "./Pager";
import { ReportView } from "./ReportView";
import type { Entry } from "./types";
import { usePage } from "./useReport";
import "./reports.css";

interface Props {
  entry: Entry;
  title: string;
  hint: ReactNode;
  filters: Filters;
  onChange: (change: Filters) => void;
  actions?: ReactNode;
  /** A panel of the caller, while it is open. */
  panel?: ReactNode;
}

function Exports({ entry, query }: { entry: Entry; query: Query }) {
  const { t } = useTranslation("reports");
  const run = useCommand();
  const [keep, busy] = useOnce((format: string) => run(() => api.download("GET", `/reports/${entry.key}/export`, { query: { ...query, format, language: currentLanguage() } })));
  const items = ["xlsx", "csv"].map((format) => ({ key: format, label: t(`export.${format}`) }));
  return (
    <Dropdown trigger={["click"]} menu={{ items, onClick: ({ key }) => keep(key) }}>
      <Button icon={<FileExcelOutlined />} loading={busy}>
        {t("export.title")} <DownOutlined />
      </Button>
    </Dropdown>
  );
}

export function ReportDesk({ entry, title, hint, filters, onChange, actions, panel }: Props) {
  const { t } = useTranslation("reports");
  const may = usePermission();
  const today = inZone(serverNow(), useZone(), DAY);
  const query = queryOf(entry, filters, today);
  const pages = usePages(JSON.stringify([entry.key, query]));
  const report = usePage(entry.key, query, pages.cursor);
  const onOpen = may("calls.read") ? (column: string, row: string | undefined) => onChange({ open: openKey(column, row) }) : undefined;
  const shown = report.isError ? undefined : report.data;
  const cell = shown && openCell(shown, opened(filters));
  const contacts = cell && <ContactsDrawer report={shown} query={query} cell={cell} onClose={() => onChange({ open: undefined })} />;
  return (
    <WithPanel panel={panel || contacts}>
      <div className="lt-rp">
        <PageShell
          title={title}
          hint={hint}
          actions={
            <>
              {actions}
              <Button icon={<ReloadOutlined />} aria-label={t("common:refresh")} title={t("common:refresh")} onClick={() => void report.refetch()} />
              <Button icon={<PrinterOutlined />} onClick={() => window.print()}>{t("print")}</Button>
              {may("reports.export") && <Exports entry={entry} query={query} />}
            </>
          }
        >
          <FilterBar entry={entry} filters={filters} today={today} onChange={onChange} />
          {report.isError && <ProblemNote error={report.error} onRetry={() => void report.refetch()} />}
          {report.isPending && <Skeleton active paragraph={{ rows: 8 }} />}
          {shown && (
            <div className={report.isPlaceholderData ? "lt-rp-stale" : undefined} aria-busy={report.isPlaceholderData}>
              <ReportView report={shown} chart={plain(filters.chart)} onOpen={onOpen} />
              <Pager report={shown} pages={pages} busy={report.isFetching} />
            </div>
          )}
        </PageShell>
      </div>
    </WithPanel>
  );
}
