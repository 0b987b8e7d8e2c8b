/** Publishing a flow: from then on new calls run it. */
import { Form, Input, Modal } from "antd";
import { useTranslation } from "react-i18next";
import { useOnce } from "@/ui/useOnce";

interface Props {
  isChanged: boolean;
  onPublish: (note: string) => Promise<boolean>;
  onClose: () => void;
}

export function PublishDialog({ isChanged, onPublish, onClose }: Props) {
  const { t } = useTranslation("flows");
  const [form] = Form.useForm<{ note?: string }>();
  const [publish, busy] = useOnce(async ({ note }: { note?: string }) => {
    if (await onPublish((note ?? "").trim())) onClose();
  });
  return (
    <Modal open title={t("publish")} okText={t("publish")} confirmLoading={busy} onOk={() => form.submit()} onCancel={onClose}>
      <p>{t(isChanged ? "publishHintChanged" : "publishHint")}</p>
      <Form form={form} layout="vertical" onFinish={publish}>
        <Form.Item name="note" label={t("note")} extra={t("noteHint")}>
          <Input.TextArea maxLength={500} autoSize={{ minRows: 2, maxRows: 5 }} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
