/** Records the microphone until stopped and answers a file as the browser makes it. */
import { useEffect, useRef, useState } from "react";

function fileOf(parts: Blob[], type: string): File {
  const ending = type.includes("ogg") ? "ogg" : "webm";
  return new File(parts, `recording.${ending}`, { type });
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
        if (!quiet.current) onDone(fileOf(parts, made.mimeType));
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
