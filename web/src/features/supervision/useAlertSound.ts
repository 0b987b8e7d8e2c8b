/** A short sound for each new alert that has one, for whoever wants to hear it. */
import { useEffect, useRef } from "react";
import { fresh } from "./fresh";
import { useFloor } from "./state";

const TONES: Record<"warning" | "alarm", number[]> = { warning: [660], alarm: [880, 660, 880] };
const LENGTH = 0.18;

function play(context: AudioContext, tones: number[]): void {
  tones.forEach((frequency, at) => {
    const tone = new OscillatorNode(context, { frequency });
    const loudness = new GainNode(context, { gain: 0.2 });
    tone.connect(loudness).connect(context.destination);
    const start = context.currentTime + at * (LENGTH + 0.06);
    tone.start(start);
    tone.stop(start + LENGTH);
  });
}

export function useAlertSound(wanted: boolean): void {
  const alerts = useFloor((floor) => floor.alerts);
  const before = useRef<typeof alerts>(undefined);
  const context = useRef<AudioContext>(undefined);
  useEffect(() => {
    const level = fresh(before.current, alerts);
    before.current = alerts;
    if (!wanted || !level) return;
    context.current ??= new AudioContext();
    void context.current.resume().then(() => context.current && play(context.current, TONES[level]));
  }, [alerts, wanted]);
  useEffect(() => () => void context.current?.close(), []);
}
