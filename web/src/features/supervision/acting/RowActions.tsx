/**
 * The menu at the end of an agent's row, with a key of its own for what leaders do most: listening.
 * The keys are plain and the menu is made when it is opened first: there may be five hundred of these.
 */
import { MoreOutlined } from "@ant-design/icons";
import { Dropdown, type MenuProps } from "antd";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useDesk } from "@/rt/store";
import { usePermission } from "@/ui/records/usePermission";
import type { AgentRow } from "../state";
import { actsOn, isListening, type Act } from "./acts";
import { ListenKey } from "./ListenKey";

const ActDialog = lazy(() => import("./ActDialog"));

export function RowActions({ agentId, agent }: { agentId: string; agent: AgentRow }) {
  const { t } = useTranslation("leading");
  const may = usePermission();
  const me = useDesk((state) => state.me.user_id);
  const [act, setAct] = useState<Act>();
  const [menu, setMenu] = useState<"never" | "closed" | "open">("never");
  const acts = actsOn(agent, may, me === agentId);
  if (acts.length === 0) return null;
  const item = ({ act: key, enabled }: (typeof acts)[number]) => ({ key, label: t(`act.${key}`), disabled: !enabled });
  const items: MenuProps["items"] = [
    ...acts.filter((one) => isListening(one.act)).map(item),
    { type: "divider" },
    ...acts.filter((one) => !isListening(one.act)).map(item),
  ];
  const more = (
    <button type="button" className="lt-sv-key" title={t("act.menu")} aria-label={t("act.of", { name: agent.name })} aria-haspopup="menu" onClick={() => setMenu("open")}>
      <MoreOutlined aria-hidden="true" />
    </button>
  );
  return (
    <>
      <ListenKey agentId={agentId} agent={agent} />
      {menu === "never" ? (
        more
      ) : (
        <Dropdown
          trigger={["click"]}
          open={menu === "open"}
          onOpenChange={(open) => setMenu(open ? "open" : "closed")}
          autoFocus
          placement="bottomRight"
          menu={{ items, onClick: ({ key }) => setAct(key as Act) }}
        >
          {more}
        </Dropdown>
      )}
      {act && (
        <Suspense>
          <ActDialog act={act} agentId={agentId} name={agent.name} onClose={() => setAct(undefined)} />
        </Suspense>
      )}
    </>
  );
}
