/** Name of a saved report, and whether the company sees it. */
import { Form, Input, Modal, Switch } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemNote } from "@/ui/ProblemNote";

export interface SaveValues {
  name: string;
  shared: boolean;
}

interface Props {
  title: string;
  initial: SaveValues;
  onSave: (values: SaveValues) => Promise<void>;
  onClose: () => void;
}

export function SaveDialog({ title, initial, onSave, onClose }: Props) {
  const { t } = useTranslation("reports");
  const [form] = Form.useForm<SaveValues>();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  const submit = async (values: SaveValues) => {
    setBusy(true);
    try {
      await onSave({ ...values, name: values.name.trim() });
      onClose();
    } catch (error) {
      setProblem(error);
      setBusy(false);
    }
  };
  return (
    <Modal open title={title} okText={t("common:save")} cancelText={t("common:cancel")} confirmLoading={busy} onOk={() => form.submit()} onCancel={onClose}>
      <Form<SaveValues> form={form} layout="vertical" initialValues={initial} onFinish={(values) => void submit(values)}>
        <Form.Item name="name" label={t("saved.name")} rules={[{ required: true, whitespace: true, message: t("saved.nameNeeded") }]}>
          <Input maxLength={60} autoFocus />
        </Form.Item>
        <Form.Item name="shared" label={t("saved.share")} valuePropName="checked" extra={t("saved.shareHint")}>
          <Switch />
        </Form.Item>
        <ProblemNote error={problem} />
      </Form>
    </Modal>
  );
}
