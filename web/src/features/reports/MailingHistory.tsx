/** What became of the newest mails of a report, the newest first. */
import { CheckCircleFilled, CloseCircleFilled, SyncOutlined, WarningFilled } from "@ant-design/icons";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { StatusTag, type Tone } from "@/ui/StatusTag";
import { MINUTE, useInstant } from "@/ui/time";
import type { Letter, Mailing } from "./mailing";

const looks: Record<Mailing["state"], { tone: Tone; icon: ReactNode }> = {
  sending: { tone: "info", icon: <SyncOutlined /> },
  sent: { tone: "good", icon: <CheckCircleFilled /> },
  partly: { tone: "warn", icon: <WarningFilled /> },
  failed: { tone: "bad", icon: <CloseCircleFilled /> },
};

export function MailingState({ state }: { state: Mailing["state"] }) {
  const { t } = useTranslation("reports");
  return (
    <StatusTag tone={looks[state].tone} icon={looks[state].icon}>
      {t(`mailing.states.${state}`)}
    </StatusTag>
  );
}

/** Why, in our words; what the server answered stands behind them. */
function Reason({ reason, told }: { reason: string; told: string | null }) {
  const { t } = useTranslation("reports");
  return (
    <>
      {t(`mailing.reasons.${reason}`, { defaultValue: reason })}
      {told && <span className="lt-sub">{told}</span>}
    </>
  );
}

function LetterRow({ letter }: { letter: Letter }) {
  const { t } = useTranslation("reports");
  return (
    <li>
      <span>{letter.name ?? letter.address}</span>
      {letter.name && letter.address.includes("@") && <span className="lt-sub">{letter.address}</span>}
      {letter.state !== "sent" && <span className={letter.state === "failed" ? "lt-rp-missed" : undefined}> {letter.reason ? <Reason reason={letter.reason} told={letter.told} /> : t("mailing.waits")}</span>}
    </li>
  );
}

function Row({ mailing }: { mailing: Mailing }) {
  const { t } = useTranslation("reports");
  const instant = useInstant();
  const { first, last, state, attempts, next_try_at: again } = mailing;
  return (
    <li className="lt-rp-mailing">
      <div>
        <strong className="lt-num">{instant(mailing.due_at, MINUTE)}</strong>
        <MailingState state={state} />
        <span className="lt-sub">{mailing.by ? t("mailing.byHand", { name: mailing.by }) : t("mailing.byPlan")}</span>
        <span className="lt-sub lt-num">{t("mailing.about", { days: first === last ? first : `${first} – ${last}` })}</span>
        {attempts > 1 && <span className="lt-sub">{t("mailing.attempts", { count: attempts })}</span>}
        {state === "sending" && attempts > 0 && again && <span className="lt-sub lt-num">{t("mailing.again", { at: instant(again, MINUTE) })}</span>}
      </div>
      {mailing.reason && <p className="lt-rp-missed"><Reason reason={mailing.reason} told={mailing.told} /></p>}
      <ul>
        {mailing.letters.map((letter) => (
          <LetterRow key={letter.address} letter={letter} />
        ))}
      </ul>
    </li>
  );
}

export function MailingHistory({ mailings }: { mailings: Mailing[] }) {
  const { t } = useTranslation("reports");
  return (
    <section aria-label={t("mailing.history")}>
      <h3 className="lt-rp-history">{t("mailing.history")}</h3>
      {mailings.length === 0 ? (
        <p className="lt-page-hint">{t("mailing.none")}</p>
      ) : (
        <ul>
          {mailings.map((one) => (
            <Row key={one.id} mailing={one} />
          ))}
        </ul>
      )}
    </section>
  );
}
