/** The left pane: what is on this agent's desk, and how long people wait in his queues. */
import { useTranslation } from "react-i18next";
import type { Caller, QueueRow } from "@/rt/state";
import { useDesk } from "@/rt/store";
import { Elapsed } from "@/ui/Elapsed";
import { useCallerText } from "@/ui/callerText";
import { EmptyState } from "@/ui/EmptyState";
import type { Tone } from "@/ui/StatusTag";

interface TaskProps {
  tone: Tone;
  state: string;
  since: string;
  caller: Caller | undefined;
  hint?: string;
}

function Task({ tone, state, since, caller, hint }: TaskProps) {
  const text = useCallerText()(caller, [hint]);
  return (
    <li className={`lt-task lt-tone-${tone}`}>
      <span className="lt-task-top">
        <span>{state}</span>
        <Elapsed since={since} />
      </span>
      <strong className="lt-num">{text.number}</strong>
      <span className="lt-task-sub">{text.about}</span>
    </li>
  );
}

function Tasks() {
  const { t } = useTranslation("desk");
  const call = useDesk((state) => state.call);
  const offer = useDesk((state) => state.offer);
  const wrapUp = useDesk((state) => state.wrap_up);
  if (!call && !offer && !wrapUp) return <p className="lt-hint lt-tasks-none">{t("noTasks")}</p>;
  return (
    <ul>
      {offer && <Task tone="accent" state={t("bar:state.ringing")} since={offer.at} caller={offer.caller} hint={offer.queue?.name} />}
      {call && (
        <Task
          tone={call.state === "held" ? "violet" : "info"}
          state={t(`bar:callState.${call.state}`)}
          since={call.held_since ?? call.since}
          caller={call.caller}
          hint={call.queue?.name}
        />
      )}
      {wrapUp && <Task tone="violet" state={t("bar:state.wrapping")} since={wrapUp.since} caller={wrapUp.caller} />}
    </ul>
  );
}

function Queue({ queue }: { queue: QueueRow }) {
  const { t } = useTranslation("desk");
  return (
    <li className="lt-queue-row">
      <strong title={queue.name}>{queue.name}</strong>
      <span className={queue.waiting ? "lt-num lt-queue-waiting some" : "lt-num lt-queue-waiting"}>
        {queue.waiting}
        <span className="lt-hidden">{t("waiting")}</span>
      </span>
      <span>{t("queueAgents", { idle: queue.idle, signedIn: queue.signed_in })}</span>
      <span>
        {queue.longest_since ? (
          <>
            {t("longest")} <Elapsed since={queue.longest_since} />
          </>
        ) : (
          t("nobodyWaits")
        )}
      </span>
    </li>
  );
}

export function TaskPane() {
  const { t } = useTranslation("desk");
  const queues = useDesk((state) => state.queues) ?? [];
  return (
    <section className="lt-pane" aria-label={t("tasks")}>
      <div className="lt-pane-head">
        <h2>{t("tasks")}</h2>
      </div>
      <Tasks />
      <div className="lt-pane-head">
        <h2>{t("queues")}</h2>
        <span className="lt-hint">{t("waiting")}</span>
      </div>
      {queues.length ? (
        <ul>
          {queues.map((queue) => (
            <Queue key={queue.id} queue={queue} />
          ))}
        </ul>
      ) : (
        <EmptyState title={t("noQueues")} hint={t("noQueuesHint")} />
      )}
    </section>
  );
}
