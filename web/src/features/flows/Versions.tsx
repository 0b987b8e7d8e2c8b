/** The published versions of a flow, the newest first; an old one can become the draft again. */
import { useQuery } from "@tanstack/react-query";
import { App, Button, Spin } from "antd";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { UserRecord } from "@/api/records";
import { EmptyState } from "@/ui/EmptyState";
import { ProblemNote } from "@/ui/ProblemNote";
import { useLookup } from "@/ui/records/useLookup";
import { StatusTag } from "@/ui/StatusTag";
import { VersionsTable, type VersionRow } from "@/ui/VersionsTable";
import type { FlowHead, Version } from "./types";

interface Props {
  flow: FlowHead;
  readOnly: boolean;
  onRestore: (version: number) => Promise<boolean>;
}

export function Versions({ flow, readOnly, onRestore }: Props) {
  const { t } = useTranslation("flows");
  const { modal } = App.useApp();
  const list = useQuery({
    queryKey: ["one", "/flows", flow.id, "versions"],
    queryFn: ({ signal }) => api.get<{ items: Version[] }>(`/flows/${flow.id}/versions`, undefined, signal),
  });
  const users = useLookup<UserRecord>("/users").items;
  const restore = (version: number) =>
    modal.confirm({ title: t("restoreTitle", { version }), content: t("restoreHint"), okText: t("restore"), onOk: () => onRestore(version) });
  const rowOf = (one: Version): VersionRow => ({
    id: one.version,
    number: (
      <>
        {t("versionNumber", { version: one.version })} {one.version === flow.published_version && <StatusTag tone="good">{t("inForce")}</StatusTag>}
      </>
    ),
    at: one.published_at,
    by: users.find((user) => user.id === one.published_by)?.name ?? t("bySystem"),
    what: one.note,
    commands: !readOnly && (
      <Button size="small" onClick={() => restore(one.version)}>
        {t("restore")}
      </Button>
    ),
  });
  if (list.isLoadingError) return <ProblemNote error={list.error} onRetry={() => void list.refetch()} />;
  if (list.isPending) return <Spin className="lt-page-spin" />;
  if (!list.data.items.length) return <EmptyState title={t("noVersions")} hint={t("noVersionsHint")} />;
  return (
    <div className="lt-nodes" tabIndex={0} role="region" aria-label={t("views.versions")}>
      <VersionsTable heads={{ number: t("version"), at: t("publishedAt"), by: t("publishedBy"), what: t("note") }} rows={list.data.items.map(rowOf)} />
    </div>
  );
}
