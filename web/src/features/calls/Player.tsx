/** Plays one recording: wave of both sides, speed, skips; only one plays at a time. */
import { BackwardOutlined, ForwardOutlined, PauseCircleFilled, PlayCircleFilled } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Segmented } from "antd";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { clockText } from "@/ui/Elapsed";
import { keepSpeed, keptSpeed, played, show, SKIP, SPEEDS } from "@/ui/playback";
import type { Peaks, Recording } from "./types";
import { drawWave, type Wave } from "./wave";

let playing: HTMLAudioElement | undefined;

/** The address of a resource without the part that the client adds itself. */
const pathOf = (url: string) => url.replace(/^\/api/, "");

function usePlayback(audio: HTMLAudioElement | null) {
  const [state, setState] = useState({ at: 0, length: 0, playing: false, failed: false });
  useEffect(() => {
    if (!audio) return undefined;
    const read = () =>
      setState({ at: audio.currentTime, length: Number.isFinite(audio.duration) ? audio.duration : 0, playing: !audio.paused, failed: !!audio.error });
    const began = () => {
      if (playing && playing !== audio) playing.pause();
      playing = audio;
      read();
    };
    const events = ["timeupdate", "durationchange", "pause", "ended", "seeking", "error", "loadedmetadata"];
    events.forEach((name) => audio.addEventListener(name, read));
    audio.addEventListener("play", began);
    return () => {
      events.forEach((name) => audio.removeEventListener(name, read));
      audio.removeEventListener("play", began);
      audio.pause();
    };
  }, [audio]);
  return state;
}

/** A file that could not be loaded is not asked for again by playing it. */
function loadAgain(audio: HTMLAudioElement): void {
  const at = audio.currentTime;
  audio.load();
  audio.currentTime = at;
}

/** What buttons and keys do to it. */
function useControls(audio: HTMLAudioElement | null, speed: number) {
  const controls = useMemo(
    () => ({
      toggle: () => {
        if (!audio) return;
        if (audio.error) loadAgain(audio);
        if (audio.paused) void audio.play().catch(() => undefined);
        else audio.pause();
      },
      skip: (seconds: number) => {
        if (audio) audio.currentTime = Math.max(0, audio.currentTime + seconds);
      },
    }),
    [audio],
  );
  useEffect(() => {
    if (!audio) return undefined;
    const began = () => played(controls);
    audio.addEventListener("play", began);
    const hide = show(controls);
    return () => {
      audio.removeEventListener("play", began);
      hide();
    };
  }, [audio, controls]);
  useEffect(() => {
    // A file that is loaded starts at the default rate.
    if (audio) audio.defaultPlaybackRate = audio.playbackRate = speed;
  }, [audio, speed]);
  return controls;
}

function useWave(container: HTMLElement | null, audio: HTMLAudioElement | null, peaks: Peaks | undefined): void {
  useEffect(() => {
    if (!container || !audio || !peaks) return undefined;
    let wave: Wave | undefined;
    let gone = false;
    void drawWave(container, audio, peaks).then((drawn) => {
      if (gone) drawn.destroy();
      else wave = drawn;
    });
    return () => {
      gone = true;
      wave?.destroy();
    };
  }, [container, audio, peaks]);
}

export function Player({ recording, label }: { recording: Recording & { audio_url: string }; label: string }) {
  const { t } = useTranslation("calls");
  const [audio, setAudio] = useState<HTMLAudioElement | null>(null);
  const [container, setContainer] = useState<HTMLDivElement | null>(null);
  const [speed, setSpeed] = useState(keptSpeed);
  const peaks = useQuery({
    queryKey: ["one", recording.peaks_url],
    queryFn: ({ signal }) => api.get<Peaks>(pathOf(recording.peaks_url ?? ""), undefined, signal),
    enabled: !!recording.peaks_url,
    staleTime: Infinity,
    retry: false,
  });
  useWave(container, audio, peaks.data);
  const state = usePlayback(audio);
  const length = state.length || peaks.data?.duration || recording.seconds || 0;
  const { toggle, skip } = useControls(audio, speed);
  const seek = (to: number) => {
    if (audio) audio.currentTime = Math.min(Math.max(0, to), length);
  };
  const change = (next: number) => {
    setSpeed(next);
    keepSpeed(next);
  };
  return (
    <div className="lt-player" role="group" aria-label={label}>
      <audio ref={setAudio} src={recording.audio_url} preload="none" />
      {!peaks.isError && (
        <div className="lt-wave">
          <div className="lt-wave-sides" aria-hidden="true">
            <span>{t("side.customer")}</span>
            {(peaks.data?.peaks.length ?? 2) > 1 && <span>{t("side.agent")}</span>}
          </div>
          <div className="lt-wave-box" ref={setContainer} />
        </div>
      )}
      <input
        type="range"
        className="lt-seek"
        min={0}
        max={Math.max(1, Math.ceil(length))}
        step={1}
        value={Math.min(state.at, Math.max(1, Math.ceil(length)))}
        aria-label={t("player.seek")}
        aria-valuetext={t("player.position", { at: clockText(Math.floor(state.at)), length: clockText(Math.round(length)) })}
        onChange={(event) => seek(Number(event.target.value))}
      />
      <div className="lt-player-bar">
        <Button type="text" icon={<BackwardOutlined />} onClick={() => skip(-SKIP)} aria-label={t("player.back", { seconds: SKIP })} title={`${t("player.back", { seconds: SKIP })} (Alt+J)`} />
        <Button
          type="primary"
          shape="round"
          icon={state.playing ? <PauseCircleFilled /> : <PlayCircleFilled />}
          onClick={toggle}
          title="Alt+P"
        >
          {state.playing ? t("player.pause") : t("player.play")}
        </Button>
        <Button type="text" icon={<ForwardOutlined />} onClick={() => skip(SKIP)} aria-label={t("player.forward", { seconds: SKIP })} title={`${t("player.forward", { seconds: SKIP })} (Alt+L)`} />
        <span className="lt-num lt-player-time">
          {clockText(Math.floor(state.at))} / {clockText(Math.round(length))}
        </span>
        <Segmented
          size="small"
          className="lt-player-speed"
          aria-label={t("player.speed")}
          value={speed}
          onChange={change}
          options={SPEEDS.map((value) => ({ value, label: `${value}×` }))}
        />
      </div>
      {state.failed && <p className="lt-player-failed" role="alert">{t("player.failed")}</p>}
    </div>
  );
}
