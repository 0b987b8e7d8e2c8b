/** The contacts of a customer so far (业务接触历史), newest first. */
import { useQuery } from "@tanstack/react-query";
import { Skeleton } from "antd";
import { useTranslation } from "react-i18next";
import type { Contact } from "@/api/types";
import { clockText } from "@/ui/Elapsed";
import { ProblemNote } from "@/ui/ProblemNote";
import { MINUTE, useInstant } from "@/ui/time";
import { historyOf } from "./customerQueries";

function Row({ contact }: { contact: Contact }) {
  const { t } = useTranslation("desk");
  const instant = useInstant();
  const agents = contact.agents.join(", ");
  const length = contact.seconds ? clockText(contact.seconds) : undefined;
  const outcome = contact.outcome && t(`calls:outcome.${contact.outcome}`);
  return (
    <li>
      <div className="lt-history-top">
        <span>{contact.direction ? t(`direction.${contact.direction}`) : t(`kind.${contact.kind}`)}</span>
        <time className="lt-num" dateTime={contact.at}>
          {instant(contact.at, MINUTE)}
        </time>
      </div>
      <p>{[outcome, agents, length].filter(Boolean).join(" · ")}</p>
      {contact.summary && <p>{contact.summary}</p>}
    </li>
  );
}

export function ContactHistory({ customerId }: { customerId: string }) {
  const { t } = useTranslation("desk");
  const history = useQuery(historyOf(customerId));
  return (
    <div className="lt-block">
      <h3>{t("history")}</h3>
      {history.isPending && <Skeleton active paragraph={{ rows: 2 }} />}
      {history.isError && <ProblemNote error={history.error} onRetry={() => void history.refetch()} />}
      {history.data?.items.length === 0 && <p className="lt-hint">{t("noHistory")}</p>}
      <ul className="lt-history">
        {history.data?.items.map((contact) => (
          <Row key={contact.id} contact={contact} />
        ))}
      </ul>
    </div>
  );
}
