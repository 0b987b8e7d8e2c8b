/** Who called, how it ended and the lengths that matter. */
import { StarFilled } from "@ant-design/icons";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { pick } from "@/i18n";
import { CallBack } from "@/ui/CallBack";
import { clockText, Elapsed } from "@/ui/Elapsed";
import { DirectionIcon } from "./columns";
import { OutcomeTag } from "./OutcomeTag";
import { useChapterText } from "./TimeBar";
import { inZone } from "@/ui/time";
import { wholeSeconds } from "./time";
import type { CallStory } from "./types";

function Figure({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="lt-figure">
      <dt>{label}</dt>
      <dd className="lt-num">{children}</dd>
    </div>
  );
}

function Figures({ story }: { story: CallStory }) {
  const { t } = useTranslation("calls");
  const { totals } = story;
  const clock = (seconds: number) => clockText(wholeSeconds(seconds));
  return (
    <dl className="lt-figures">
      <Figure label={t("figure.whole")}>{story.ended_at ? clock(totals.whole) : <Elapsed since={story.at} />}</Figure>
      {story.direction === "in" && <Figure label={t("figure.wait")}>{clock(totals.wait || totals.waited)}</Figure>}
      <Figure label={t("figure.talk")}>{clock(totals.talk)}</Figure>
      {totals.held > 0 && <Figure label={t("figure.held")}>{clock(totals.held)}</Figure>}
      {totals.outside > 0 && <Figure label={t("figure.outside")}>{clock(totals.outside)}</Figure>}
      {totals.reconnecting > 0 && <Figure label={t("figure.reconnecting")}>{clock(totals.reconnecting)}</Figure>}
      {story.transfers > 0 && <Figure label={t("figure.transfers")}>{story.transfers}</Figure>}
      {totals.missed_rings > 0 && <Figure label={t("figure.missedRings")}>{totals.missed_rings}</Figure>}
      {story.rated && (
        <Figure label={t("figure.rating")}>
          <StarFilled className="lt-star" aria-hidden="true" /> {pick(story.rated.label) || story.rated.score}
        </Figure>
      )}
    </dl>
  );
}

export function CallHead({ story, zone, name }: { story: CallStory; zone: string; name: string }) {
  const { t } = useTranslation("calls");
  const { caller } = story;
  const number = caller.anonymous ? t("common:anonymous") : caller.shown;
  const agents = story.agents.filter((agent) => agent.answered).map((agent) => agent.name ?? t("deleted"));
  const about = [
    caller.name ? number : "",
    caller.region,
    story.queue && t("inQueue", { queue: story.queue.name ?? t("deleted") }),
    agents.length > 0 && t("servedBy", { agents: agents.join(t("list")) }),
    story.direction === "in" && t("onNumber", { number: story.called }),
  ].filter((part): part is string => !!part);
  const chapterText = useChapterText(story.names);
  const last = story.chapters[story.chapters.length - 1];
  const left = story.outcome === "abandoned" && last && chapterText(last);
  return (
    <header className="lt-card lt-call-head">
      <div className="lt-call-top">
        <DirectionIcon direction={story.direction} />
        <div className="lt-call-who">
          <h1 className="lt-num">{name}</h1>
          <p>{about.join(" · ")}</p>
        </div>
        <div className="lt-call-outcome">
          <OutcomeTag outcome={story.outcome} />
          <p className="lt-num">
            <time dateTime={story.at}>{inZone(story.at, zone, "YYYY-MM-DD HH:mm:ss")}</time>
          </p>
          {!caller.anonymous && <CallBack whom={{ call: story.id }} shown={caller.shown} />}
        </div>
      </div>
      {left && <p className="lt-call-left">{t("leftAt", { step: left })}</p>}
      <Figures story={story} />
    </header>
  );
}
