/** Publishing a flow: from then on new calls run it. */
import { Form, Input, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

interface Props {
  isChanged: boolean;
  onPublish: (note: string) => Promise<boolean>;
  onClose: () => void;
}

export function PublishDialog({ isChanged, onPublish, onClose }: Props) {
  const { t } = useTranslation("flows");
  const [busy, setBusy] = useState(false);
  const [form] = Form.useForm<{ note?: string }>();
  const publish = async ({ note }: { note?: string }) => {
    setBusy(true);
    if (await onPublish((note ?? "").trim())) onClose();
    setBusy(false);
  };
  return (
    <Modal open title={t("publish")} okText={t("publish")} confirmLoading={busy} onOk={() => form.submit()} onCancel={onClose}>
      <p>{t(isChanged ? "publishHintChanged" : "publishHint")}</p>
      <Form form={form} layout="vertical" onFinish={(values) => void publish(values)}>
        <Form.Item name="note" label={t("note")} extra={t("noteHint")}>
          <Input.TextArea maxLength={500} autoSize={{ minRows: 2, maxRows: 5 }} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
