/** An alert in words. */
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useFloor } from "./state";

const RATES = /_(hour|today)$/;

export function valueText(measure: string, value: number | undefined): string {
  if (value === undefined) return "";
  return RATES.test(measure) ? `${value}%` : String(value);
}

/** What an alert about no queue or agent in particular is about. */
const COMPANY = "00000000-0000-0000-0000-000000000000";

/** The name of a queue or agent. */
export function useSubjectName(): (subject: string) => string {
  const { t } = useTranslation("supervision");
  const queues = useFloor((floor) => floor.queues);
  const agents = useFloor((floor) => floor.agents);
  return useCallback((subject) => (subject === COMPANY ? t("company") : undefined) ?? queues?.[subject]?.name ?? agents?.[subject]?.name ?? t("gone"), [queues, agents, t]);
}
