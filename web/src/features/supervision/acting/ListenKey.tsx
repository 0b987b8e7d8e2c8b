/** One press for what leaders do most: listening to an agent who talks. */
import { CustomerServiceOutlined } from "@ant-design/icons";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useDesk } from "@/rt/store";
import { usePermission } from "@/ui/records/usePermission";
import type { AgentRow } from "../state";
import { actsOn } from "./acts";

const ActDialog = lazy(() => import("./ActDialog"));

export function ListenKey({ agentId, agent }: { agentId: string; agent: AgentRow }) {
  const { t } = useTranslation("leading");
  const me = useDesk((state) => state.me.user_id);
  const [open, setOpen] = useState(false);
  const listen = actsOn(agent, usePermission(), me === agentId).find((one) => one.act === "silent");
  if (!listen) return null;
  return (
    <>
      <button type="button" className="lt-sv-key" disabled={!listen.enabled} title={t("act.silent")} aria-label={t("dialog.silent", { name: agent.name })} onClick={() => setOpen(true)}>
        <CustomerServiceOutlined aria-hidden="true" />
      </button>
      {open && (
        <Suspense>
          <ActDialog act="silent" agentId={agentId} name={agent.name} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
