/** The dialog for changing one's own password. */
import { Alert, App, Form, Modal } from "antd";
import { useTranslation } from "react-i18next";
import { session } from "@/api/session";
import { SchemaForm, showFieldProblems, type Field } from "@/ui/SchemaForm";
import { useProblemText } from "@/ui/problemText";
import { useOnce } from "@/ui/useOnce";

interface Values {
  old: string;
  new: string;
  again: string;
}

interface Props {
  open: boolean;
  /** The first password must be changed before anything else. */
  forced?: boolean;
  onClose: () => void;
  /** Logs out instead. */
  onLeave: () => void;
}

export function ChangePassword({ open, forced = false, onClose, onLeave }: Props) {
  const { t } = useTranslation("shell");
  const { message } = App.useApp();
  const text = useProblemText();
  const [form] = Form.useForm<Values>();
  const [submit, busy] = useOnce(async (values: Values) => {
    try {
      await session.changePassword(values.old, values.new);
      void message.success(t("password.changed"));
      onClose();
    } catch (error) {
      if (!showFieldProblems(form, error)) void message.error(text(error));
    }
  });
  const fields: Field[] = [
    { name: "old", label: t("password.old"), kind: "password", required: true },
    { name: "new", label: t("password.new"), kind: "password", required: true, hint: t("password.hint") },
    {
      name: "again",
      label: t("password.again"),
      kind: "password",
      required: true,
      rules: [
        {
          validator: async (_, value: string) => {
            if (value && value !== form.getFieldValue("new")) throw new Error(t("password.differs"));
          },
        },
      ],
    },
  ];
  return (
    <Modal
      open={open}
      title={t("changePassword")}
      onCancel={forced ? onLeave : onClose}
      cancelText={forced ? t("logOut") : undefined}
      onOk={() => form.submit()}
      confirmLoading={busy}
      closable={!forced}
      mask={{ closable: false }}
      keyboard={!forced}
      destroyOnHidden
    >
      {forced && <Alert type="info" showIcon title={t("password.first")} className="lt-password-first" />}
      <SchemaForm<Values> form={form} fields={fields} onSubmit={submit}>
        <button type="submit" className="lt-hidden" tabIndex={-1} aria-hidden="true" />
      </SchemaForm>
    </Modal>
  );
}
