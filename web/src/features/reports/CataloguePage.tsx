/** All standard reports, each with the question that it answers. */
import { useQuery } from "@tanstack/react-query";
import { Skeleton } from "antd";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { pick } from "@/i18n";
import { PageShell } from "@/ui/PageShell";
import { ProblemNote } from "@/ui/ProblemNote";
import type { Entry } from "./types";
import { catalogueQuery } from "./useReport";
import "./reports.css";

const groups: Entry["group"][] = ["traffic", "agents", "flows", "satisfaction"];

function Group({ group, entries }: { group: Entry["group"]; entries: Entry[] }) {
  const { t } = useTranslation("reports");
  if (!entries.length) return null;
  return (
    <section className="lt-rp-group" aria-labelledby={`reports-${group}`}>
      <h2 id={`reports-${group}`}>{t(`group.${group}`)}</h2>
      <ul>
        {entries.map((entry) => (
          <li key={entry.key}>
            <Link to="/reports/$reportKey" params={{ reportKey: entry.key }} className="lt-card lt-rp-entry">
              <strong>{pick(entry.name)}</strong>
              <span>{t(`question.${entry.key}`)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

export default function CataloguePage() {
  const { t } = useTranslation("reports");
  const catalogue = useQuery(catalogueQuery);
  const items = catalogue.data?.items;
  return (
    <PageShell title={t("title")} hint={t("hint")}>
      {catalogue.isError && <ProblemNote error={catalogue.error} onRetry={() => void catalogue.refetch()} />}
      {catalogue.isPending && <Skeleton active />}
      {items && groups.map((group) => <Group key={group} group={group} entries={items.filter((entry) => entry.group === group)} />)}
    </PageShell>
  );
}
