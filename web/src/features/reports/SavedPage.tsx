/** The saved reports: one's own and the company's. */
import { FileTextOutlined, PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import type { ColumnsType } from "antd/es/table";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { pick } from "@/i18n";
import { DataTable } from "@/ui/DataTable";
import { EmptyState } from "@/ui/EmptyState";
import { PageShell } from "@/ui/PageShell";
import { useCommand } from "@/ui/problemText";
import { useRefreshLists } from "@/ui/records/useAll";
import { useDelete } from "@/ui/records/useDelete";
import { usePermission } from "@/ui/records/usePermission";
import { StatusTag } from "@/ui/StatusTag";
import { MINUTE, useInstant } from "@/ui/time";
import type { SavedBody, SavedReport } from "./saved";
import { SaveDialog } from "./SaveDialog";
import { catalogueQuery } from "./useReport";
import "./reports.css";

const PATH = "/saved-reports";

function Commands({ row, onEdit }: { row: SavedReport; onEdit: () => void }) {
  const { t } = useTranslation("reports");
  const askToDelete = useDelete();
  const run = useCommand();
  const refresh = useRefreshLists();
  const copy = () =>
    run(async () => {
      const body: SavedBody = { name: t("saved.copyName", { name: row.name }).slice(0, 60), shared: false, definition: row.definition };
      await api.post(PATH, body);
      await refresh();
    });
  const remove = () => askToDelete({ path: `${PATH}/${row.id}`, name: row.name, hint: row.shared ? t("saved.deleteShared") : undefined });
  return (
    <span className="lt-rp-commands">
      {row.mine && <Button type="link" size="small" onClick={onEdit} aria-label={t("saved.renameOf", { name: row.name })}>{t("saved.rename")}</Button>}
      <Button type="link" size="small" onClick={() => void copy()} aria-label={t("saved.copyOf", { name: row.name })}>{t("saved.copy")}</Button>
      {row.mine && <Button type="link" size="small" danger onClick={remove} aria-label={t("saved.deleteOf", { name: row.name })}>{t("common:delete")}</Button>}
    </span>
  );
}

function useColumns(onEdit: (row: SavedReport) => void): ColumnsType<SavedReport> {
  const { t } = useTranslation("reports");
  const instant = useInstant();
  const maySave = usePermission()("reports.save");
  const entries = useQuery(catalogueQuery).data?.items ?? [];
  const nameOf = (key: string) => {
    const entry = entries.find((one) => one.key === key);
    return entry ? pick(entry.name) : key;
  };
  const commands: ColumnsType<SavedReport> = [{ title: t("common:actions"), key: "commands", render: (_, row) => <Commands row={row} onEdit={() => onEdit(row)} /> }];
  return [
    { title: t("saved.name"), key: "name", render: (_, row) => <Link to="/reports/saved/$savedId" params={{ savedId: row.id }} className="lt-rp-link">{row.name}</Link> },
    { title: t("saved.subject"), key: "report", render: (_, row) => nameOf(row.definition.report) },
    { title: t("saved.seenBy"), key: "shared", render: (_, row) => <StatusTag tone={row.shared ? "accent" : "quiet"}>{t(row.shared ? "saved.isShared" : "saved.isPrivate")}</StatusTag> },
    { title: t("saved.owner"), key: "owner", render: (_, row) => row.owner ?? "–" },
    { title: t("saved.changedAt"), key: "changed", className: "lt-num", render: (_, row) => instant(row.changed_at, MINUTE) },
    ...(maySave ? commands : []),
  ];
}

export default function SavedPage() {
  const { t } = useTranslation("reports");
  const navigate = useNavigate();
  const refresh = useRefreshLists();
  const [edited, setEdited] = useState<SavedReport>();
  const columns = useColumns(setEdited);
  const create = usePermission()("reports.save") && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => void navigate({ to: "/reports/saved/$savedId", params: { savedId: "new" } })}>
      {t("saved.new")}
    </Button>
  );
  return (
    <PageShell title={t("saved.title")} hint={t("saved.hint")} actions={create}>
      <DataTable<SavedReport> path={PATH} columns={columns} label={t("saved.title")} empty={<EmptyState icon={<FileTextOutlined />} title={t("saved.empty")} hint={t("saved.emptyHint")} action={create} />} />
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
  );
}
