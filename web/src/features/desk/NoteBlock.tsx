/** The call note (通话小结) with its disposition. */
import { AutoComplete, Input } from "antd";
import { useTranslation } from "react-i18next";
import { useNoteDraft } from "./useNoteDraft";

const dispositions = ["solved", "followUp", "ticket", "wrongNumber", "noSpeech"] as const;

const LONGEST_NOTE = 10_000;
const LONGEST_DISPOSITION = 80;

export function NoteBlock({ callId }: { callId: string }) {
  const { t } = useTranslation("desk");
  const { note, state, change, save } = useNoteDraft(callId);
  return (
    <div className="lt-block">
      <h3>
        <label htmlFor="contact-note">{t("note.title")}</label>
      </h3>
      <Input.TextArea
        id="contact-note"
        value={note.text}
        placeholder={t("note.placeholder")}
        autoSize={{ minRows: 3, maxRows: 8 }}
        maxLength={LONGEST_NOTE}
        onChange={(event) => change({ text: event.target.value })}
        onBlur={() => void save()}
      />
      <div className="lt-note-foot">
        <AutoComplete
          value={note.disposition ?? ""}
          aria-label={t("note.disposition")}
          placeholder={t("note.disposition")}
          options={dispositions.map((key) => ({ value: t(`note.choice.${key}`) }))}
          onChange={(disposition: string) => change({ disposition: disposition.slice(0, LONGEST_DISPOSITION) || null })}
          allowClear
        />
        <span className={state === "failed" ? "lt-note-state failed" : "lt-note-state"} role="status">
          {state === "loading" || state === "clean" ? "" : t(`note.state.${state}`)}
        </span>
      </div>
    </div>
  );
}
