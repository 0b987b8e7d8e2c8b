/** Why the formulas of one period differ, a sentence for each, and which one the company uses. */
import { CheckCircleFilled } from "@ant-design/icons";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { usePermission } from "@/ui/records/usePermission";
import type { Report } from "./types";

export function FormulaNotes({ report }: { report: Report }) {
  const { t } = useTranslation("reports");
  const may = usePermission();
  return (
    <section className="lt-rp-formulas" aria-label={t("formulas.title")}>
      <h2>{t("formulas.title")}</h2>
      <ul>
        {report.rows.map((row) => (
          <li key={row.id} className={row.cells.chosen ? "lt-rp-chosen" : undefined}>
            <strong>
              {row.cells.formula}
              {row.cells.chosen && (
                <em>
                  <CheckCircleFilled aria-hidden="true" /> {t("formulas.chosen")}
                </em>
              )}
            </strong>
            <span>{t(`formulas.why.${row.id}`)}</span>
          </li>
        ))}
      </ul>
      <p className="lt-rp-note">
        {t("formulas.settings")}
        {may("settings.read") && <Link to="/settings">{t("formulas.choose")}</Link>}
        {may("queues.read") && <Link to="/queues">{t("formulas.targets")}</Link>}
      </p>
    </section>
  );
}
