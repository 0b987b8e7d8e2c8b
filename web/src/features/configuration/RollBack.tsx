/** Going back to before an import: what that would change, and doing it. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Modal, Spin } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { ProblemNote } from "@/ui/ProblemNote";
import { useCommand } from "@/ui/problemText";
import { useOnce } from "@/ui/useOnce";
import { PlanView } from "./PlanView";
import type { ConfigPlan, ConfigText, ConfigVersion, FirstPassword, Imported } from "./types";

interface Props {
  version: ConfigVersion;
  onClose: () => void;
  onPasswords: (passwords: FirstPassword[]) => void;
}

async function planOf(number: number): Promise<ConfigPlan> {
  const { text } = await api.get<ConfigText>(`/configuration/history/${number}`);
  return api.post<ConfigPlan>("/configuration/plan", { text, prune: true });
}

export function RollBack({ version, onClose, onPasswords }: Props) {
  const { t } = useTranslation("configuration");
  const { message } = App.useApp();
  const command = useCommand();
  const queries = useQueryClient();
  const [refused, setRefused] = useState<ConfigPlan>();
  const found = useQuery({ queryKey: ["configuration", "roll-back", version.number], queryFn: () => planOf(version.number), gcTime: 0 });
  const plan = refused ?? found.data;
  const goBack = async (shown: ConfigPlan) => {
    const path = `/configuration/history/${version.number}/roll-back`;
    const imported = await api.post<Imported>(path, { digest: shown.digest });
    if (imported.problems.length) {
      setRefused({ ...shown, changes: [], left: [], problems: imported.problems });
      return;
    }
    void message.success(t("rolledBack", { number: version.number }));
    onPasswords(imported.passwords);
    onClose();
    await queries.invalidateQueries();
  };
  const [confirm, busy] = useOnce(async () => {
    if (plan) await command(() => goBack(plan));
  });
  return (
    <Modal
      open
      width={760}
      title={t("rollBackTitle", { number: version.number })}
      okText={t("rollBack")}
      okButtonProps={{ disabled: !plan?.changes.length, danger: true }}
      confirmLoading={busy}
      onOk={confirm}
      onCancel={onClose}
    >
      <p>{t("rollBackHint")}</p>
      {found.isError && <ProblemNote error={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending && <Spin />}
      {plan && (
        <div className="lt-config-scroll" tabIndex={0} role="region" aria-label={t("changes")}>
          <PlanView plan={plan} />
        </div>
      )}
    </Modal>
  );
}
