/** A form that stays on its page: what was typed outlives a reload, and leaving with it is asked about. */
import { Button, Form } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ProblemNote } from "@/ui/ProblemNote";
import { Restored } from "@/ui/records/Restored";
import { useRecordDraft } from "@/ui/records/useRecordDraft";
import { useLeaveWarning } from "@/ui/useLeaveWarning";
import type { CardState } from "./useCardForm";

interface Props<V extends object> {
  card: CardState<V>;
  initial: Partial<V>;
  readOnly: boolean;
  children: ReactNode;
}

export function CardForm<V extends object>({ card, initial, readOnly, children }: Props<V>) {
  const { t } = useTranslation("settings");
  const draft = useRecordDraft(card, initial, readOnly);
  useLeaveWarning(draft.isDirty);
  return (
    <Form<V>
      form={card.form}
      layout="vertical"
      disabled={readOnly}
      requiredMark={false}
      initialValues={draft.first}
      scrollToFirstError={{ block: "center", focus: true }}
      validateTrigger={["onBlur", "onSubmit"]}
      onFinish={card.submit}
      onValuesChange={draft.keep}
    >
      {draft.isRestored && <Restored onDiscard={draft.discard} />}
      {children}
      {!readOnly && (
        <div className="lt-settings-save">
          <ProblemNote error={card.problem} />
          <Button type="primary" htmlType="submit" loading={card.busy}>
            {t("common:save")}
          </Button>
          {draft.isDirty && <Button onClick={draft.discard}>{t("records:discard")}</Button>}
        </div>
      )}
    </Form>
  );
}
