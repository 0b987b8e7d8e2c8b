/** The test call page (拨测): calls an access number from the browser, as a customer would from outside. */
import { PhoneFilled } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Alert, AutoComplete, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { canUsePhone } from "@/phone/microphone";
import { Elapsed } from "@/ui/Elapsed";
import { Keys } from "@/ui/Keys";
import { PageShell } from "@/ui/PageShell";
import { ProblemNote } from "@/ui/ProblemNote";
import { StatusTag } from "@/ui/StatusTag";
import { useCommand } from "@/ui/problemText";
import { CLOCK, useInstant } from "@/ui/time";
import "./testcall.css";
import { endTestCall, loadTestNumbers, sendTestDigit, startTestCall, useTestCall } from "./testPhone";

function Events() {
  const { t } = useTranslation("testcall");
  const instant = useInstant();
  const events = useTestCall((call) => call.events);
  return (
    <section className="lt-card lt-test-log">
      <h2>{t("log")}</h2>
      <ol aria-live="polite">
        {events.map((entry, at) => (
          <li key={at}>
            <time className="lt-num">{instant(entry.at, CLOCK)}</time>
            <span>
              {t(`event.${entry.event}`)}
              {entry.detail && <span className="lt-num"> {t(`cause.${entry.detail}`, { defaultValue: entry.detail })}</span>}
            </span>
          </li>
        ))}
      </ol>
      {events.length === 0 && <p className="lt-hint">{t("logEmpty")}</p>}
      <h2>{t("how.title")}</h2>
      <ol className="lt-test-how">
        {(["one", "two", "three"] as const).map((step) => (
          <li key={step}>{t(`how.${step}`)}</li>
        ))}
      </ol>
    </section>
  );
}

export default function TestCallPage() {
  const { t } = useTranslation("testcall");
  const run = useCommand();
  const { phase, since, numbers } = useTestCall();
  const [typed, setTyped] = useState<string>();
  const [sent, setSent] = useState("");
  const load = useQuery({ queryKey: ["test-numbers"], queryFn: () => loadTestNumbers().then(() => true), staleTime: 60_000 });
  const number = typed ?? numbers[0]?.number ?? "";
  const idle = phase === "idle";
  const press = (key: string) => {
    if (idle) setTyped(number + key);
    else {
      sendTestDigit(key);
      setSent((old) => old + key);
    }
  };
  const call = () => {
    setSent("");
    void run(() => startTestCall(number));
  };
  return (
    <PageShell title={t("title")} hint={t("hint")}>
      {load.isError && <ProblemNote error={load.error} onRetry={() => void load.refetch()} />}
      {!canUsePhone() && <Alert type="warning" showIcon title={t("phone:insecure", { host: location.host })} />}
      <div className="lt-test">
        <section className="lt-card lt-test-phone" aria-label={t("phone")}>
          <div className="lt-test-screen">
            <StatusTag tone={phase === "talking" ? "good" : idle ? "quiet" : "accent"}>{t(`phase.${phase}`)}</StatusTag>
            {since ? <Elapsed since={since} /> : <span className="lt-hint">{t("outside")}</span>}
          </div>
          {idle ? (
            <AutoComplete
              value={number}
              size="large"
              className="lt-num"
              aria-label={t("number")}
              placeholder={t("number")}
              options={numbers.map((entry) => ({ value: entry.number, label: `${entry.number}  ${entry.label}` }))}
              onChange={(value: string) => setTyped(value.replace(/[^\d*#+]/g, ""))}
            />
          ) : (
            <p className="lt-test-number lt-num">{sent || number}</p>
          )}
          <Keys label={t("keys")} onKey={press} disabled={phase === "starting"} />
          {idle ? (
            <Button type="primary" size="large" block className="lt-dial" icon={<PhoneFilled />} disabled={!number || !canUsePhone()} onClick={call}>
              {t("call")}
            </Button>
          ) : (
            <Button type="primary" danger size="large" block icon={<PhoneFilled rotate={135} />} onClick={endTestCall}>
              {t("end")}
            </Button>
          )}
        </section>
        <Events />
      </div>
    </PageShell>
  );
}
