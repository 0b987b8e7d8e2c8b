/** The saved reports: one's own and the company's. */
import { FileTextOutlined, PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import type { ColumnsType } from "antd/es/table";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { usePage } from "@/app/page";
import { pick } from "@/i18n";
import { DataTable } from "@/ui/DataTable";
import { EmptyState } from "@/ui/EmptyState";
import { PageShell } from "@/ui/PageShell";
import { WithPanel } from "@/ui/panel/WithPanel";
import { useCommand } from "@/ui/problemText";
import { useRefreshLists } from "@/ui/records/useAll";
import { useDelete } from "@/ui/records/useDelete";
import { usePermission } from "@/ui/records/usePermission";
import { StatusTag } from "@/ui/StatusTag";
import { MINUTE, useInstant } from "@/ui/time";
import { useOnce } from "@/ui/useOnce";
import type { SavedBody, SavedReport } from "./saved";
import { MailingState } from "./MailingHistory";
import { SaveDialog } from "./SaveDialog";
import { ScheduleDrawer } from "./ScheduleDrawer";
import { catalogueQuery } from "./useReport";
import "./reports.css";

const PATH = "/saved-reports";

function MailCell({ row }: { row: SavedReport }) {
  const { t } = useTranslation("reports");
  const instant = useInstant();
  const { mailed } = row;
  if (!mailed) return <>–</>;
  const troubled = mailed.last === "failed" || mailed.last === "partly";
  if (mailed.state === "stopped") return <StatusTag tone="bad">{t("mailing.isStopped")}</StatusTag>;
  return (
    <>
      {mailed.state === "paused" ? <StatusTag tone="quiet">{t("mailing.isPaused")}</StatusTag> : <span className="lt-num">{instant(mailed.next_due_at ?? "", MINUTE)}</span>}
      {troubled && mailed.last && <span className="lt-sub"><MailingState state={mailed.last} /></span>}
    </>
  );
}

interface Doing {
  onEdit: (row: SavedReport) => void;
  onMail: (row: SavedReport) => void;
}

function Commands({ row, onEdit, onMail }: { row: SavedReport } & Doing) {
  const { t } = useTranslation("reports");
  const mayExport = usePermission()("reports.export");
  const askToDelete = useDelete();
  const run = useCommand();
  const refresh = useRefreshLists();
  const [copy] = useOnce(() =>
    run(async () => {
      const body: SavedBody = { name: t("saved.copyName", { name: row.name }).slice(0, 60), shared: false, definition: row.definition };
      await api.post(PATH, body);
      await refresh();
    }),
  );
  const remove = () => askToDelete({ path: `${PATH}/${row.id}`, name: row.name, hint: row.shared ? t("saved.deleteShared") : undefined });
  return (
    <span className="lt-rp-commands">
      {row.mine && (row.own || row.mailed) && mayExport && <Button type="link" size="small" onClick={() => onMail(row)} aria-label={t("mailing.of", { name: row.name })}>{t("mailing.command")}</Button>}
      {row.mine && <Button type="link" size="small" onClick={() => onEdit(row)} aria-label={t("saved.renameOf", { name: row.name })}>{t("saved.rename")}</Button>}
      <Button type="link" size="small" onClick={() => copy()} aria-label={t("saved.copyOf", { name: row.name })}>{t("saved.copy")}</Button>
      {row.mine && <Button type="link" size="small" danger onClick={remove} aria-label={t("saved.deleteOf", { name: row.name })}>{t("common:delete")}</Button>}
    </span>
  );
}

function useColumns(doing: Doing): ColumnsType<SavedReport> {
  const { t } = useTranslation("reports");
  const instant = useInstant();
  const maySave = usePermission()("reports.save");
  const entries = useQuery(catalogueQuery).data?.items ?? [];
  const nameOf = (key: string) => {
    const entry = entries.find((one) => one.key === key);
    return entry ? pick(entry.name) : key;
  };
  const commands: ColumnsType<SavedReport> = [{ title: t("common:actions"), key: "commands", render: (_, row) => <Commands row={row} {...doing} /> }];
  return [
    { title: t("saved.name"), key: "name", render: (_, row) => <Link to="/reports/saved/$savedId" params={{ savedId: row.id }} className="lt-rp-link">{row.name}</Link> },
    { title: t("saved.subject"), key: "report", render: (_, row) => nameOf(row.definition.report) },
    { title: t("saved.seenBy"), key: "shared", render: (_, row) => <StatusTag tone={row.shared ? "accent" : "quiet"}>{t(row.shared ? "saved.isShared" : "saved.isPrivate")}</StatusTag> },
    { title: t("saved.owner"), key: "owner", responsive: ["xl"], render: (_, row) => row.owner ?? "–" },
    { title: t("mailing.column"), key: "mailed", render: (_, row) => <MailCell row={row} /> },
    { title: t("saved.changedAt"), key: "changed", className: "lt-num", responsive: ["xl"], render: (_, row) => instant(row.changed_at, MINUTE) },
    ...(maySave ? commands : []),
  ];
}

export default function SavedPage() {
  const { t } = useTranslation("reports");
  const navigate = useNavigate();
  const refresh = useRefreshLists();
  const [edited, setEdited] = useState<SavedReport>();
  const { search, setSearch } = usePage<object, { open: string }>();
  const close = () => setSearch({ open: undefined });
  const columns = useColumns({ onEdit: setEdited, onMail: ({ id }) => setSearch({ open: id }) });
  const may = usePermission();
  const maySave = may("reports.save");
  const mayMail = maySave && may("reports.export");
  const create = maySave && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => void navigate({ to: "/reports/saved/$savedId", params: { savedId: "new" } })}>
      {t("saved.new")}
    </Button>
  );
  return (
    <WithPanel panel={mayMail && search.open && <ScheduleDrawer id={search.open} onClose={close} />}>
      <PageShell title={t("saved.title")} hint={t("saved.hint")} actions={create}>
        <DataTable<SavedReport> path={PATH} columns={columns} label={t("saved.title")} empty={<EmptyState icon={<FileTextOutlined />} title={t("saved.empty")} hint={t(maySave ? "saved.emptyHint" : "saved.emptyShared")} action={create} />} />
        {edited && (
          <SaveDialog
            title={t("saved.editTitle")}
            initial={{ name: edited.name, shared: edited.shared }}
            onSave={async (values) => {
              await api.patch(`${PATH}/${edited.id}`, values);
              await refresh();
            }}
            onClose={() => setEdited(undefined)}
          />
        )}
      </PageShell>
    </WithPanel>
  );
}
