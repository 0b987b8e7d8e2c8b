/** Records the microphone until stopped and answers a WAV file. */
import { useEffect, useRef, useState } from "react";
import { mono, wavOf } from "./wav";

async function wavFile(parts: Blob[]): Promise<File> {
  const context = new AudioContext();
  try {
    const sound = await context.decodeAudioData(await new Blob(parts).arrayBuffer());
    const channels = Array.from({ length: sound.numberOfChannels }, (_, index) => sound.getChannelData(index));
    return new File([wavOf(mono(channels), sound.sampleRate)], "recording.wav", { type: "audio/wav" });
  } finally {
    await context.close();
  }
}

export function useRecorder(onDone: (file: File) => void, onFailed: () => void) {
  const [since, setSince] = useState<string>();
  const recorder = useRef<MediaRecorder>(undefined);
  const quiet = useRef(false);

  const release = () => recorder.current?.stream.getTracks().forEach((track) => track.stop());
  useEffect(
    () => () => {
      quiet.current = true;
      if (recorder.current?.state === "recording") recorder.current.stop();
      release();
    },
    [],
  );

  const start = async () => {
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      const made = new MediaRecorder(stream);
      const parts: Blob[] = [];
      quiet.current = false;
      made.ondataavailable = (event) => parts.push(event.data);
      made.onstop = () => {
        release();
        setSince(undefined);
        if (!quiet.current) wavFile(parts).then(onDone, onFailed);
      };
      recorder.current = made;
      made.start();
      setSince(new Date().toISOString());
    } catch {
      // The person or the browser refused the microphone, or there is none.
      onFailed();
    }
  };
  const stop = () => recorder.current?.stop();
  return { since, start: () => void start(), stop, possible: "MediaRecorder" in window && !!navigator.mediaDevices };
}
