/** Name of a saved report, and whether the company sees it. */
import { Form, Input, Modal, Switch } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemNote } from "@/ui/ProblemNote";
import { useOnce } from "@/ui/useOnce";

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
  const [problem, setProblem] = useState<unknown>();
  const [submit, busy] = useOnce(async (values: SaveValues) => {
    try {
      await onSave({ ...values, name: values.name.trim() });
      onClose();
    } catch (error) {
      setProblem(error);
    }
  });
  return (
    <Modal open title={title} okText={t("common:save")} cancelText={t("common:cancel")} confirmLoading={busy} onOk={() => form.submit()} onCancel={onClose}>
      <Form<SaveValues> form={form} layout="vertical" initialValues={initial} onFinish={submit}>
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
