/** How a prompt sounds in one language: listen, upload a recording, record one here, or go back to the spoken words. */
import { AudioOutlined, BorderOutlined, RollbackOutlined, UploadOutlined } from "@ant-design/icons";
import { App, Button, Upload } from "antd";
import { useTranslation } from "react-i18next";
import { api, apiUrl } from "@/api/client";
import type { LanguageCode, Prompt } from "@/api/records";
import { Elapsed } from "@/ui/Elapsed";
import { useCommand } from "@/ui/problemText";
import { useRefreshLists } from "@/ui/records/useAll";
import { useOnce } from "@/ui/useOnce";
import { promptName } from "./promptName";
import { useRecorder } from "./useRecorder";

const ACCEPT = ".wav,.mp3,.ogg,.webm,audio/wav,audio/mpeg,audio/ogg,audio/webm";

interface Props {
  prompt: Prompt;
  language: LanguageCode;
  disabled: boolean;
}

export function Sound({ prompt, language, disabled }: Props) {
  const { t } = useTranslation("media");
  const { message } = App.useApp();
  const run = useCommand();
  const refresh = useRefreshLists();
  const recording = prompt.recordings[language];
  const name = t(`common:language.${language}`);
  const path = `/prompts/${encodeURIComponent(prompt.key)}/recordings/${language}`;

  const [change, busy] = useOnce((work: () => Promise<unknown>) =>
    run(async () => {
      await work();
      await refresh();
    }),
  );
  const upload = (file: File) => {
    const form = new FormData();
    form.append("file", file);
    change(() => api.put(path, form));
  };
  const recorder = useRecorder(upload, () => void message.error(t("recordFailed")));
  const hasSound = !!recording || !!prompt.texts[language];
  // The sound is another one when its recording or its words are: the player begins anew only then.
  const version = recording?.uploaded_at ?? prompt.changed_at ?? "spoken";
  return (
    <div className="lt-sound lt-wide" role="group" aria-label={t("soundIn", { language: name })}>
      <p className="lt-sound-kind">
        {recording ? t("recorded", { name: recording.original_name, seconds: recording.seconds.toFixed(1) }) : hasSound ? t("spoken") : t("silent")}
      </p>
      {hasSound && (
        <audio
          key={version}
          controls
          preload="none"
          aria-label={t("listenTo", { name: promptName(prompt), language: name })}
          src={apiUrl(`/prompts/${encodeURIComponent(prompt.key)}/audio`, { language, v: version })}
        />
      )}
      {!disabled && (
        <div className="lt-sound-actions">
          <Upload accept={ACCEPT} showUploadList={false} beforeUpload={(file) => (upload(file), false)}>
            <Button size="small" icon={<UploadOutlined />} loading={busy}>
              {t("upload")}
            </Button>
          </Upload>
          {recorder.possible && !recorder.since && (
            <Button size="small" icon={<AudioOutlined />} onClick={recorder.start}>
              {t("record")}
            </Button>
          )}
          {recorder.since && (
            <Button size="small" danger type="primary" icon={<BorderOutlined />} onClick={recorder.stop}>
              {t("stop")} <Elapsed since={recorder.since} />
            </Button>
          )}
          {recording && (
            <Button size="small" type="text" icon={<RollbackOutlined />} onClick={() => change(() => api.delete(path))}>
              {t("unrecord")}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
