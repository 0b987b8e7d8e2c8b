/** Asks for what an act needs, the reason above all, and carries it out. */
import { App, Button, Form, Input, Modal, Select } from "antd";
import { useTranslation } from "react-i18next";
import { leading } from "@/api/leading";
import { pick } from "@/i18n";
import { openMicrophone } from "@/phone";
import { useCommand } from "@/ui/problemText";
import { useOnce } from "@/ui/useOnce";
import { useFloor } from "../state";
import { isListening, type Act } from "./acts";
import { GroupsField, groupLevels, useGroups } from "./GroupsField";
import "./acting.css";

interface Values {
  text: string;
  busy_reason?: string;
}

interface Props {
  act: Act;
  agentId: string;
  name: string;
  /** Said by heart when a raised hand is answered. */
  reason?: string;
  onClose: (done: boolean) => void;
}

function BusyReasonField() {
  const { t } = useTranslation("leading");
  const reasons = useFloor((floor) => floor.reasons) ?? {};
  const options = Object.entries(reasons).map(([value, words]) => ({ value, label: pick(words) }));
  return (
    <Form.Item name="busy_reason" label={t("busyReason")} rules={[{ required: true, message: t("form:required", { field: t("busyReason") }) }]}>
      <Select options={options} />
    </Form.Item>
  );
}

function ReasonField({ act }: { act: Act }) {
  const { t } = useTranslation("leading");
  const heard = isListening(act);
  const form = Form.useFormInstance<Values>();
  const rules = [{ required: true, whitespace: true, message: t("form:required", { field: t("reason") }) }];
  return (
    <>
      <Form.Item name="text" label={t("reason")} rules={rules} extra={t(heard ? "reasonHint" : "reasonToldHint")}>
        <Input maxLength={200} />
      </Form.Item>
      {heard && (
        <div className="lt-act-quick">
          {["check", "coach", "complaint", "help"].map((key) => (
            <Button key={key} size="small" onClick={() => form.setFieldValue("text", t(`reasons.${key}`))}>
              {t(`reasons.${key}`)}
            </Button>
          ))}
        </div>
      )}
    </>
  );
}

function TipField() {
  const { t } = useTranslation("leading");
  return (
    <Form.Item name="text" label={t("tipText")} extra={t("tipHint")} rules={[{ required: true, whitespace: true, message: t("form:required", { field: t("tipText") }) }]}>
      <Input.TextArea maxLength={500} autoSize={{ minRows: 3, maxRows: 6 }} />
    </Form.Item>
  );
}

export default function ActDialog({ act, agentId, name, reason, onClose }: Props) {
  const { t } = useTranslation("leading");
  const { message } = App.useApp();
  const run = useCommand();
  const [form] = Form.useForm<Values>();
  /** Once the dialog stands: the menu that it was opened from takes the focus back when it closes. */
  const typeAtOnce = (open: boolean) => {
    const field: unknown = form.getFieldInstance(act === "busy" ? "busy_reason" : "text");
    if (open && field instanceof Object && "focus" in field && typeof field.focus === "function") field.focus();
  };
  const groups = useGroups(agentId, act === "groups");
  const unread = act === "groups" && groups.all === undefined;
  const perform = async (values: Values): Promise<void> => {
    const text = values.text.trim();
    switch (act) {
      case "take_over":
        await openMicrophone();
        return leading.takeOver(agentId, text);
      case "tip":
        return leading.tip(agentId, text);
      case "busy":
        return leading.busy(agentId, values.busy_reason ?? "", text);
      case "idle":
        return leading.idle(agentId, text);
      case "sign_out":
        return leading.signOut(agentId, text);
      case "groups":
        return leading.assign(agentId, groupLevels(groups.chosen), text);
      default:
        // While the click is fresh, so that the browser asks at the right moment.
        await openMicrophone();
        return leading.listen(agentId, act, text);
    }
  };
  const [submit, busy] = useOnce(async (values: Values) => {
    if (unread) return;
    if (!(await run(() => perform(values)))) return;
    if (!isListening(act)) void message.success(t(act === "tip" ? "sent" : "done"));
    onClose(true);
  });
  return (
    <Modal open title={t(`dialog.${act}`, { name })} okText={t(`ok.${act}`)} okButtonProps={{ danger: act === "sign_out", disabled: unread }} confirmLoading={busy} onOk={() => form.submit()} onCancel={() => onClose(false)} afterOpenChange={typeAtOnce} width={460} destroyOnHidden>
      <Form<Values> form={form} layout="vertical" initialValues={{ text: reason ?? "" }} onFinish={submit}>
        {isListening(act) && <p className="lt-act-hint">{t(`modeHint.${act}`)}</p>}
        {act === "take_over" && <p className="lt-act-hint">{t("takeOverHint")}</p>}
        {act === "busy" && <BusyReasonField />}
        {act === "groups" && <GroupsField groups={groups} />}
        {act === "tip" ? <TipField /> : <ReasonField act={act} />}
        <button type="submit" className="lt-hidden" tabIndex={-1} aria-hidden="true" />
      </Form>
    </Modal>
  );
}
