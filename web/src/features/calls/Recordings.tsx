/** The call's recordings, one per agent's line, and the message the caller left. */
import { AudioOutlined, LoadingOutlined, WarningFilled } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { StatusTag } from "@/ui/StatusTag";
import { Part } from "./Part";
import { Player } from "./Player";
import { inZone } from "@/ui/time";
import { useLength } from "./time";
import type { CallStory, Recording } from "./types";

const WRONG = new Set(["short", "missing", "failed"]);

function State({ recording }: { recording: Recording }) {
  const { t } = useTranslation("calls");
  if (recording.state === "recording") {
    return (
      <StatusTag tone="info" icon={<LoadingOutlined />}>
        {t("recordingState.recording")}
      </StatusTag>
    );
  }
  if (recording.state === "waiting") {
    return (
      <StatusTag tone="warn" icon={<LoadingOutlined />}>
        {t("recordingState.waiting")}
      </StatusTag>
    );
  }
  if (!WRONG.has(recording.state)) return null;
  return (
    <StatusTag tone="bad" icon={<WarningFilled />}>
      {t(`recordingState.${recording.state}`)}
    </StatusTag>
  );
}

function One({ recording, story, zone }: { recording: Recording; story: CallStory; zone: string }) {
  const { t } = useTranslation("calls");
  const length = useLength();
  const message = recording.kind === "message";
  const silence = ({ state, why }: Recording) => {
    if (state === "recording") return t("notYetAudible");
    if (state === "ended") return t("notYetChecked");
    if (state === "erased") return t("keptNoLonger");
    const words = why ? t(`recordingWhy.${why}`, { defaultValue: "" }) : "";
    if (state === "waiting") return t("recordingWaits", { why: why === "not_made" ? "" : words });
    if (words) return words;
    return state === "missing" || state === "failed" ? t("noAudio") : t("mayNotListen");
  };
  const who = recording.agent ? (story.names[recording.agent] ?? t("deleted")) : "";
  const title = message ? t("messageLeft") : t("recordingOf", { agent: who });
  const sub = [inZone(recording.at, zone, "HH:mm:ss"), recording.seconds ? length(recording.seconds) : ""].filter(Boolean).join(" · ");
  return (
    <li className="lt-rec">
      <div className="lt-rec-head">
        <span className="lt-rec-title">
          <AudioOutlined aria-hidden="true" /> {title}
        </span>
        <span className="lt-num lt-rec-sub">{sub}</span>
        <State recording={recording} />
      </div>
      {recording.audio_url ? (
        <Player recording={{ ...recording, audio_url: recording.audio_url }} label={title} />
      ) : (
        <p className="lt-story-empty">{silence(recording)}</p>
      )}
    </li>
  );
}

export function Recordings({ story, zone }: { story: CallStory; zone: string }) {
  const { t } = useTranslation("calls");
  const all = [...story.messages, ...story.recordings];
  if (!all.length) return null;
  return (
    <Part title={t("recordings", { count: all.length })}>
      <ul className="lt-recs">
        {all.map((recording) => (
          <One key={recording.id} recording={recording} story={story} zone={zone} />
        ))}
      </ul>
    </Part>
  );
}
