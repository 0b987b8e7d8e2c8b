/** A saved report, or a new one: the same desk, with what was saved beneath what stands in the address. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { MailOutlined } from "@ant-design/icons";
import { Button, Select, Skeleton } from "antd";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { usePage, useTabTitle } from "@/app/page";
import { pick } from "@/i18n";
import { EmptyState } from "@/ui/EmptyState";
import { ProblemNote } from "@/ui/ProblemNote";
import { useRefreshLists } from "@/ui/records/useAll";
import { usePermission } from "@/ui/records/usePermission";
import { useCommand } from "@/ui/problemText";
import { useOnce } from "@/ui/useOnce";
import { plain, type Filters } from "./address";
import { ReportDesk } from "./ReportDesk";
import { SaveAs } from "./SaveAs";
import { ScheduleDrawer } from "./ScheduleDrawer";
import { definitionOf, filtersOf, isChanged, overriding, type SavedReport } from "./saved";
import type { Entry } from "./types";
import { catalogueQuery, savedQuery } from "./useReport";

/** One standard report of each kind of sums answers for all of its metrics. */
const subjects = ["traffic", "agent_performance", "containment"] as const;
const NEW = "new";
/** Opens when the report goes out, where a number of it could be open. */
const MAILING = "mailing";

type Search = Filters & { report?: string };

function NewReport({ entries }: { entries: Entry[] }) {
  const { t } = useTranslation("reports");
  const { search, setSearch } = usePage<object, Search>();
  const entry = entries.find(({ key }) => key === (plain(search.report) ?? subjects[0])) ?? entries[0]!;
  const choose = (report: string) => setSearch({ report, by: undefined, metrics: undefined, queue: undefined, agent: undefined, flow: undefined, grain: undefined, open: undefined });
  const subject = (
    <Select
      className="lt-rp-subject"
      value={entry.key}
      aria-label={t("saved.subject")}
      options={subjects.map((key) => ({ value: key, label: t(`saved.subjects.${key}`) }))}
      onChange={choose}
    />
  );
  return <ReportDesk entry={entry} title={t("saved.new")} hint={t("saved.newHint")} filters={search} onChange={setSearch} actions={<>{subject}<SaveAs entry={entry} filters={search} name="" label={t("common:save")} /></>} />;
}

function Saved({ saved, entry }: { saved: SavedReport; entry: Entry }) {
  const { t } = useTranslation("reports");
  const { search, setSearch } = usePage<object, Search>();
  const cache = useQueryClient();
  const refresh = useRefreshLists();
  const run = useCommand();
  const may = usePermission();
  const base = filtersOf(saved.definition);
  const filters = { ...base, ...search };
  const changed = isChanged(base, search);
  const [keep] = useOnce(() =>
    run(async () => {
      const found = await api.patch<SavedReport>(`/saved-reports/${saved.id}`, { definition: definitionOf(entry, filters) });
      cache.setQueryData(["one", "saved-report", saved.id], found);
      setSearch(Object.fromEntries(Object.keys(search).map((name) => [name, undefined])));
      await refresh();
    }),
  );
  const mayMail = (saved.own || !!saved.mailed) && may("reports.save") && may("reports.export");
  const actions = (
    <>
      {changed && saved.mine && may("reports.save") && <Button type="primary" onClick={keep}>{t("saved.keep")}</Button>}
      {mayMail && <Button icon={<MailOutlined />} onClick={() => setSearch({ open: MAILING })}>{t("mailing.command")}</Button>}
      <SaveAs entry={entry} filters={filters} name={t("saved.copyName", { name: saved.name })} label={t("saved.saveAs")} />
    </>
  );
  const hint = [t("saved.basedOn", { name: pick(entry.name) }), t(saved.shared ? "saved.isShared" : "saved.isPrivate"), saved.owner && t("saved.by", { name: saved.owner }), changed && t("saved.changed")].filter(Boolean).join(" · ");
  return (
    <ReportDesk
      entry={entry}
      title={saved.name}
      hint={hint}
      filters={filters}
      onChange={(change) => setSearch(overriding(base, change))}
      actions={actions}
      panel={mayMail && search.open === MAILING && <ScheduleDrawer id={saved.id} onClose={() => setSearch({ open: undefined })} />}
    />
  );
}

export default function SavedReportPage() {
  const { t } = useTranslation("reports");
  const { params } = usePage<{ savedId: string }>();
  const isNew = params.savedId === NEW;
  const catalogue = useQuery(catalogueQuery);
  const saved = useQuery({ ...savedQuery(params.savedId), enabled: !isNew });
  const entry = catalogue.data?.items.find(({ key }) => key === saved.data?.definition.report);
  useTabTitle(isNew ? t("saved.new") : saved.data?.name);
  if (catalogue.isLoadingError) return <ProblemNote error={catalogue.error} onRetry={() => void catalogue.refetch()} />;
  if (saved.isLoadingError) return <div className="lt-page"><ProblemNote error={saved.error} onRetry={() => void saved.refetch()} /></div>;
  if (!catalogue.data || (!isNew && !saved.data)) return <Skeleton active className="lt-page" />;
  if (isNew) return <NewReport entries={catalogue.data.items.filter(({ key }) => (subjects as readonly string[]).includes(key))} />;
  if (!entry) return <EmptyState title={t("unknown")} action={<Link to="/reports">{t("all")}</Link>} />;
  return <Saved saved={saved.data!} entry={entry} />;
}
