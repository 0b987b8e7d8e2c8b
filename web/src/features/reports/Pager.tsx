/** Turns the pages of a list of contacts. */
import { LeftOutlined, RightOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Report } from "./types";

/** As many rows as the server gives on a page. */
const PAGE = 200;

/** The places of the pages that were turned, for one question; another question begins anew. */
export function usePages(question: string) {
  const [turned, setTurned] = useState<{ question: string; cursors: string[] }>({ question, cursors: [] });
  const cursors = turned.question === question ? turned.cursors : [];
  return {
    cursor: cursors.at(-1),
    page: cursors.length,
    forward: (next: string) => setTurned({ question, cursors: [...cursors, next] }),
    back: () => setTurned({ question, cursors: cursors.slice(0, -1) }),
  };
}

interface Props {
  report: Report;
  pages: ReturnType<typeof usePages>;
  busy: boolean;
}

export function Pager({ report, pages, busy }: Props) {
  const { t } = useTranslation("reports");
  const count = report.totals?.at;
  if (pages.page === 0 && !report.next) return null;
  const from = pages.page * PAGE + 1;
  return (
    <nav className="lt-rp-pager" aria-label={t("pages.label")}>
      <span className="lt-num">{t("pages.shown", { from, to: from + report.rows.length - 1, total: typeof count === "number" ? count : 0 })}</span>
      <Button icon={<LeftOutlined />} disabled={busy || pages.page === 0} onClick={pages.back}>
        {t("pages.back")}
      </Button>
      <Button icon={<RightOutlined />} iconPlacement="end" disabled={busy || !report.next} onClick={() => report.next && pages.forward(report.next)}>
        {t("pages.forward")}
      </Button>
    </nav>
  );
}
