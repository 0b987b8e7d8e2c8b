/** A standard report. */
import { useQuery } from "@tanstack/react-query";
import { Skeleton } from "antd";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { usePage, useTabTitle } from "@/app/page";
import { pick } from "@/i18n";
import { EmptyState } from "@/ui/EmptyState";
import { ProblemNote } from "@/ui/ProblemNote";
import type { Filters } from "./address";
import { ReportDesk } from "./ReportDesk";
import { SaveAs } from "./SaveAs";
import { catalogueQuery } from "./useReport";

export default function ReportPage() {
  const { t } = useTranslation("reports");
  const { params, search, setSearch } = usePage<{ reportKey: string }, Filters>();
  const catalogue = useQuery(catalogueQuery);
  const entry = catalogue.data?.items.find(({ key }) => key === params.reportKey);
  useTabTitle(entry && pick(entry.name));
  if (catalogue.isLoadingError) return <ProblemNote error={catalogue.error} onRetry={() => void catalogue.refetch()} />;
  if (!catalogue.data) return <Skeleton active className="lt-page" />;
  if (!entry) return <EmptyState title={t("unknown")} action={<Link to="/reports">{t("all")}</Link>} />;
  return <ReportDesk entry={entry} title={pick(entry.name)} hint={`${t(`question.${entry.key}`)} ${pick(entry.about)}`} filters={search} onChange={setSearch} actions={entry.by.length > 0 && <SaveAs entry={entry} filters={search} name={pick(entry.name)} label={t("saved.saveAs")} />} />;
}
