/** The whole story of one call. */
import { useQuery } from "@tanstack/react-query";
import { Skeleton } from "antd";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { usePage, useTabTitle } from "@/app/page";
import { ProblemNote } from "@/ui/ProblemNote";
import { CallHead } from "./CallHead";
import { Customer, Lines, Notes, Values } from "./CallSide";
import { Decisions } from "./Decisions";
import { Part } from "./Part";
import { Recordings } from "./Recordings";
import { TimeBar } from "./TimeBar";
import { Timeline } from "./Timeline";
import { useZone } from "@/ui/time";
import type { CallStory } from "./types";
import "./calls.css";

/** A call that goes on is told anew this often. */
const REFRESH_MS = 3_000;
/** A recording is checked and made ready soon after the call. */
const SETTLE_MS = 10_000;

function refreshOf(story: CallStory | undefined): number | false {
  if (!story) return false;
  if (!story.ended_at) return REFRESH_MS;
  return story.recordings.some(({ state }) => state === "recording" || state === "ended") && Date.now() - Date.parse(story.ended_at) < 120_000 ? SETTLE_MS : false;
}

export default function CallPage() {
  const { t } = useTranslation("calls");
  const { params } = usePage<{ callId: string }>();
  const zone = useZone();
  const story = useQuery({
    queryKey: ["one", "/calls", params.callId],
    queryFn: ({ signal }) => api.get<CallStory>(`/calls/${params.callId}`, undefined, signal),
    refetchInterval: (query) => refreshOf(query.state.data),
  });
  const caller = story.data?.caller;
  const name = caller && (caller.name ?? (caller.anonymous ? t("common:anonymous") : caller.shown));
  useTabTitle(name);
  if (story.isPending) {
    return (
      <section className="lt-page" aria-busy="true" aria-label={t("common:loading")}>
        <Skeleton active paragraph={{ rows: 8 }} />
      </section>
    );
  }
  if (story.isLoadingError) {
    return (
      <section className="lt-page">
        <ProblemNote error={story.error} onRetry={() => void story.refetch()} />
      </section>
    );
  }
  return (
    <article className="lt-page lt-story">
      <CallHead story={story.data} zone={zone} name={name ?? ""} />
      {story.data.chapters.length > 0 && (
        <Part title={t("phases")}>
          <TimeBar story={story.data} />
        </Part>
      )}
      <div className="lt-story-columns">
        <div>
          <Recordings story={story.data} zone={zone} />
          <Timeline story={story.data} zone={zone} />
        </div>
        <div>
          <Customer story={story.data} />
          <Notes story={story.data} zone={zone} />
          <Decisions story={story.data} zone={zone} />
          <Values story={story.data} />
          <Lines story={story.data} zone={zone} />
        </div>
      </div>
    </article>
  );
}
