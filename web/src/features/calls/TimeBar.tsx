/** The call's phases as a picture, with the same in words below it. */
import { useTranslation } from "react-i18next";
import { pick } from "@/i18n";
import { clockText } from "@/ui/Elapsed";
import { ringStretch, stretchesOf } from "./timeBar";
import { useLength, wholeSeconds } from "./time";
import type { CallStory, Chapter, Ring } from "./types";

const WIDTH = 1000;
const BAR = 30;
const RING = 12;

/** A chapter in words: at which step, in which queue, with whom. */
export function useChapterText(names: Record<string, string>): (chapter: Chapter) => string {
  const { t } = useTranslation("calls");
  const named = (id: string | null) => (id ? (names[id] ?? t("deleted")) : "");
  return (chapter) => {
    const kind = t(`chapter.${chapter.kind}`);
    const title = chapter.title ? pick(chapter.title) : "";
    const about =
      chapter.kind === "waiting" ? named(chapter.queue) : chapter.agent ? named(chapter.agent) : ["flow", "survey", "message"].includes(chapter.kind) ? title : "";
    return [kind, about === kind ? "" : about].filter(Boolean).join(" · ");
  };
}

export function useRingText(names: Record<string, string>): (ring: Ring) => string {
  const { t } = useTranslation("calls");
  const length = useLength();
  return (ring) => {
    const params = { agent: names[ring.agent] ?? t("deleted"), length: length(ring.seconds) };
    return t(`ring.${ring.result ?? "ringing"}`, params);
  };
}

export function TimeBar({ story }: { story: CallStory }) {
  const { t } = useTranslation("calls");
  const chapterText = useChapterText(story.names);
  const ringText = useRingText(story.names);
  const { chapters, rings } = story;
  if (!chapters.length) return null;
  const stretches = stretchesOf(chapters, WIDTH);
  const height = BAR + (rings.length ? RING + 4 : 0);
  return (
    <figure className="lt-timebar">
      <svg viewBox={`0 0 ${WIDTH} ${height}`} preserveAspectRatio="none" role="img" aria-label={t("timebar")} style={{ height }}>
        {chapters.map((chapter, at) => (
          <rect
            key={chapter.began_at + chapter.kind}
            className={`lt-phase lt-phase-${chapter.kind}`}
            x={stretches[at]!.x}
            y={0}
            width={Math.max(1, stretches[at]!.width - 2)}
            height={BAR}
          >
            <title>{`${chapterText(chapter)} ${clockText(wholeSeconds(chapter.seconds))}`}</title>
          </rect>
        ))}
        {rings.map((ring) => {
          const { x, width } = ringStretch(ring, chapters, stretches);
          return (
            <rect key={ring.offer} className={`lt-ring lt-ring-${ring.result ?? "ringing"}`} x={x} y={BAR + 4} width={Math.max(1, width - 2)} height={RING}>
              <title>{ringText(ring)}</title>
            </rect>
          );
        })}
      </svg>
      <figcaption className="lt-timebar-ends lt-num">
        <span>00:00</span>
        <span>{clockText(wholeSeconds(story.totals.whole))}</span>
      </figcaption>
      <ol className="lt-phases">
        {chapters.map((chapter) => (
          <li key={chapter.began_at + chapter.kind}>
            <i className={`lt-phase-key lt-phase-${chapter.kind}`} aria-hidden="true" />
            <span>{chapterText(chapter)}</span>
            <span className="lt-num">{clockText(wholeSeconds(chapter.seconds))}</span>
          </li>
        ))}
      </ol>
    </figure>
  );
}
