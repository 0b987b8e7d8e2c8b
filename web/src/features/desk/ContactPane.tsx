/** The contact in focus: who calls, on which way he came, what he keyed in, and the note about it. */
import { ArrowDownOutlined, ArrowUpOutlined, SwapOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { EXTEND_SECONDS } from "@/app/bar/CallStrip";
import { useDeskCommands } from "@/app/bar/useDeskCommands";
import type { Call, WrapUp } from "@/rt/state";
import { Elapsed, Remaining } from "@/ui/Elapsed";
import { StatusTag } from "@/ui/StatusTag";
import { CallPath } from "./CallPath";
import type { Focus } from "./focus";
import { NoContact } from "./NoContact";
import { NoteBlock } from "./NoteBlock";

const directions = {
  in: { icon: <ArrowDownOutlined />, tone: "good" },
  out: { icon: <ArrowUpOutlined />, tone: "info" },
  internal: { icon: <SwapOutlined />, tone: "quiet" },
} as const;

function Head({ focus }: { focus: Focus }) {
  const { t } = useTranslation("desk");
  const { caller, call } = focus;
  const direction = directions[call?.direction ?? "in"];
  return (
    <header className="lt-contact-head">
      <div>
        <p className="lt-contact-number lt-num">{caller.anonymous ? t("common:anonymous") : caller.shown}</p>
        <p className="lt-contact-sub">{[caller.name, caller.region].filter(Boolean).join(" · ") || t("newCustomer")}</p>
      </div>
      <StatusTag tone={direction.tone} icon={direction.icon}>
        {t(`direction.${call?.direction ?? "in"}`)}
      </StatusTag>
    </header>
  );
}

function Facts({ focus }: { focus: Focus }) {
  const { t } = useTranslation("desk");
  const { call, offer } = focus;
  const queue = call?.queue ?? offer?.queue;
  const transfers = call?.transfers ?? offer?.transfers ?? 0;
  const called = call?.called ?? offer?.called;
  if (!call && !offer) return null;
  return (
    <div className="lt-block">
      <dl className="lt-contact-facts">
        {called && (
          <div>
            <dt>{call?.direction === "out" ? t("shownNumber") : t("called")}</dt>
            <dd className="lt-num">{called}</dd>
          </div>
        )}
        {queue && (
          <div>
            <dt>{t("queue")}</dt>
            <dd>{queue.name}</dd>
          </div>
        )}
        {offer && (
          <div>
            <dt>{t("bar:ringing.waited")}</dt>
            <dd>
              <Elapsed since={offer.waited_since} />
            </dd>
          </div>
        )}
        {transfers > 0 && (
          <div>
            <dt>{t("transfers")}</dt>
            <dd className="lt-num">{transfers}</dd>
          </div>
        )}
      </dl>
    </div>
  );
}

function Collected({ call }: { call: Call }) {
  const { t } = useTranslation("desk");
  const entries = Object.entries(call.data);
  if (!entries.length) return null;
  return (
    <div className="lt-block">
      <h3>{t("data")}</h3>
      <dl className="lt-contact-facts">
        {entries.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="lt-num">{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function WrapUpBlock({ wrapUp }: { wrapUp: WrapUp }) {
  const { t } = useTranslation("desk");
  const commands = useDeskCommands();
  return (
    <div className="lt-wrapup lt-tone-violet">
      <span>{wrapUp.ends_at ? t("wrapUpEnds") : t("wrapUpOpen")}</span>
      {wrapUp.ends_at ? <Remaining until={wrapUp.ends_at} /> : <Elapsed since={wrapUp.since} />}
      <span>
        {wrapUp.ends_at && <Button onClick={() => void commands.extendWrapUp(EXTEND_SECONDS)}>{t("bar:extend", { seconds: EXTEND_SECONDS })}</Button>}
        <Button type="primary" onClick={() => void commands.finishWrapUp()}>
          {t("bar:finishWrapUp")}
        </Button>
      </span>
    </div>
  );
}

export function ContactPane({ focus }: { focus: Focus | undefined }) {
  const { t } = useTranslation("desk");
  return (
    <section className="lt-pane" aria-label={t("contact")}>
      {focus ? (
        <>
          {focus.wrapUp && <WrapUpBlock wrapUp={focus.wrapUp} />}
          <Head focus={focus} />
          <Facts focus={focus} />
          {!focus.offer && <NoteBlock key={focus.callId} callId={focus.callId} />}
          {focus.call && <Collected call={focus.call} />}
          {focus.call && focus.call.path.length > 0 && <CallPath path={focus.call.path} />}
        </>
      ) : (
        <NoContact />
      )}
    </section>
  );
}
