/** Why did this call go there, why did it wait: every decision of the router with its reason. */
import { ArrowRightOutlined, HourglassOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { StatusTag, type Tone } from "@/ui/StatusTag";
import { Part } from "./Part";
import { causeOf, comparedOf, countsOf, passedOf, preferredOf, ruleOf, type Worded } from "./reasons";
import { inZone } from "@/ui/time";
import { useLength } from "./time";
import type { CallStory, Decision } from "./types";

const tones: Record<string, Tone> = { ready: "good", offered: "accent", engaged: "info", wrapping: "violet", busy: "warn", unreachable: "bad", signed_out: "quiet" };

function useSay(): (worded: Worded) => string {
  const { t } = useTranslation("calls");
  const length = useLength();
  return ({ key, params }) => t(key, "seconds" in params ? { ...params, length: length(Number(params.seconds)) } : params);
}

function Facts({ decision, names }: { decision: Decision; names: Record<string, string> }) {
  const { t } = useTranslation("calls");
  const say = useSay();
  const length = useLength();
  const { reason } = decision;
  const compared = comparedOf(reason.key).map(say).join(t("comma"));
  const preferred = preferredOf(decision, names);
  const levels = reason.min_levels.map(([group, level]) => t("why.level", { group: names[group] ?? t("deleted"), level }));
  const lines = [
    [t(ruleOf(reason.rule)), compared].filter(Boolean).join(t("colon")),
    preferred && say(preferred),
    t("why.place", { waited: length(reason.waited_seconds), ahead: reason.ahead, priority: reason.priority }),
    reason.effective_priority > reason.priority + 0.05 && t("why.aged", { priority: reason.effective_priority.toFixed(1) }),
    levels.length > 0 && t("why.levels", { levels: levels.join(t("list")) }),
    reason.step > 0 && t("why.relaxed", { count: reason.step }),
    !!reason.also_waiting && t("why.also", { count: reason.also_waiting }),
  ];
  return (
    <ul className="lt-why-facts">
      {lines.filter((line): line is string => !!line).map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

function Passed({ decision, names }: { decision: Decision; names: Record<string, string> }) {
  const { t } = useTranslation("calls");
  const say = useSay();
  const { passed } = decision.reason;
  if (!passed.length) return null;
  return (
    <details className="lt-why-passed" open={passed.length <= 6}>
      <summary>{t("why.passedTitle", { count: passed.length })}</summary>
      <table className="lt-why-table">
        <thead>
          <tr>
            <th scope="col">{t("why.agent")}</th>
            <th scope="col">{t("why.not")}</th>
          </tr>
        </thead>
        <tbody>
          {passed.map((one) => (
            <tr key={one.agent}>
              <th scope="row">{names[one.agent] ?? t("deleted")}</th>
              <td>{[say(passedOf(one.why, names)), ...comparedOf(one.key).map(say)].join(t("comma"))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function One({ decision, story, zone }: { decision: Decision; story: CallStory; zone: string }) {
  const { t } = useTranslation("calls");
  const say = useSay();
  const { names } = story;
  const agent = decision.chosen && (names[decision.chosen] ?? t("deleted"));
  const queue = decision.queue ? (names[decision.queue] ?? t("deleted")) : "";
  return (
    <li className="lt-why">
      <div className="lt-why-head">
        <h3>
          {agent ? <ArrowRightOutlined aria-hidden="true" /> : <HourglassOutlined aria-hidden="true" />}
          {agent ? t("why.to", { agent }) : t("why.waits", { queue })}
        </h3>
        <time className="lt-num" dateTime={decision.at}>
          {inZone(decision.at, zone, "HH:mm:ss")}
        </time>
      </div>
      <p className="lt-why-cause">
        {say(causeOf(decision.reason.cause))}
        {decision.result && t("why.result", { result: t(`ringResult.${decision.result}`) })}
      </p>
      <Facts decision={decision} names={names} />
      <div className="lt-why-counts">
        {countsOf(decision.reason.counts).map(([word, count]) => (
          <StatusTag key={word} tone={tones[word] ?? "quiet"}>
            {t(`why.status.${word}`, { defaultValue: word })} {count}
          </StatusTag>
        ))}
      </div>
      <Passed decision={decision} names={names} />
    </li>
  );
}

export function Decisions({ story, zone }: { story: CallStory; zone: string }) {
  const { t } = useTranslation("calls");
  return (
    <Part title={t("why.title")}>
      {story.decisions.length ? (
        <ol className="lt-whys">
          {story.decisions.map((decision) => (
            <One key={`${decision.at}-${decision.kind}-${decision.chosen}`} decision={decision} story={story} zone={zone} />
          ))}
        </ol>
      ) : (
        <p className="lt-story-empty">{t("why.none")}</p>
      )}
    </Part>
  );
}
