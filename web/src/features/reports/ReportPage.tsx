/** A standard report. */
import { useQuery } from "@tanstack/react-query";
import { Skeleton } from "antd";
import { Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { meQuery } from "@/api/session";
import { usePage, useTabTitle } from "@/app/page";
import { pick } from "@/i18n";
import { EmptyState } from "@/ui/EmptyState";
import { ProblemNote } from "@/ui/ProblemNote";
import type { Filters } from "./address";
import { keepColumns, keptColumns } from "./columns";
import { ReportDesk } from "./ReportDesk";
import { SaveAs } from "./SaveAs";
import { catalogueQuery } from "./useReport";

/** What stands in the address, with the columns of the last visit where it names none; they are put into it, so that it can be sent. */
function useFilters(report: string): [Filters, (change: Filters) => void] {
  const { search, setSearch } = usePage<object, Filters>();
  const person = useQuery(meQuery).data?.user.id;
  const kept = person && search.metrics === undefined ? keptColumns(person, report) : undefined;
  useEffect(() => {
    if (kept) setSearch({ metrics: kept });
  }, [kept, setSearch]);
  const change = (wanted: Filters) => {
    if (person && "metrics" in wanted) keepColumns(person, report, wanted.metrics);
    setSearch(wanted);
  };
  return [kept ? { ...search, metrics: kept } : search, change];
}

export default function ReportPage() {
  const { t } = useTranslation("reports");
  const { params } = usePage<{ reportKey: string }>();
  const [filters, change] = useFilters(params.reportKey);
  const catalogue = useQuery(catalogueQuery);
  const entry = catalogue.data?.items.find(({ key }) => key === params.reportKey);
  useTabTitle(entry && pick(entry.name));
  if (catalogue.isLoadingError) return <ProblemNote error={catalogue.error} onRetry={() => void catalogue.refetch()} />;
  if (!catalogue.data) return <Skeleton active className="lt-page" />;
  if (!entry) return <EmptyState title={t("unknown")} action={<Link to="/reports">{t("all")}</Link>} />;
  return <ReportDesk entry={entry} title={pick(entry.name)} hint={`${t(`question.${entry.key}`)} ${pick(entry.about)}`} filters={filters} onChange={change} actions={entry.by.length > 0 && <SaveAs entry={entry} filters={filters} name={pick(entry.name)} label={t("saved.saveAs")} />} />;
}
