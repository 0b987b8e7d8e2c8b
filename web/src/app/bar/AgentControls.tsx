/** The agent's own state: sign in and out, busy with a reason, idle, auto idle, do not disturb, log out. */
import {
  CheckCircleOutlined,
  CoffeeOutlined,
  LoginOutlined,
  LogoutOutlined,
  MinusCircleOutlined,
  PhoneOutlined,
  PoweroffOutlined,
  ThunderboltOutlined,
} from "@ant-design/icons";
import { Dropdown } from "antd";
import { useTranslation } from "react-i18next";
import { useLogOut } from "@/app/shell/useLogOut";
import { pick } from "@/i18n";
import type { Agent } from "@/rt/state";
import { useDesk } from "@/rt/store";
import { BarButton } from "./BarButton";
import type { AgentButton, Slot } from "./legal";
import { openPanel, usePanel } from "./panels";
import { useDeskCommands } from "./useDeskCommands";

function BusyButton({ enabled, agent }: { enabled: boolean; agent: Agent }) {
  const { t } = useTranslation("bar");
  const commands = useDeskCommands();
  const reasons = useDesk((state) => state.reasons) ?? [];
  const [open, setOpen] = usePanel("busy");
  return (
    <Dropdown
      open={open && enabled}
      onOpenChange={setOpen}
      disabled={!enabled}
      trigger={["click"]}
      autoFocus
      menu={{
        selectable: true,
        selectedKeys: agent.state === "busy" && agent.reason ? [agent.reason] : [],
        items: reasons.map((reason) => ({ key: reason.code, label: pick(reason) })),
        onClick: ({ key }) => void commands.busy(key),
      }}
    >
      <BarButton icon={<CoffeeOutlined />} label={t("busy")} disabled={!enabled} aria-haspopup="menu" shortcut="Alt+B" tone={agent.state === "busy" ? "active" : "plain"} />
    </Dropdown>
  );
}

interface Props {
  agent: Agent;
  slots: Slot<AgentButton>[];
}

export function AgentControls({ agent, slots }: Props) {
  const { t } = useTranslation("bar");
  const commands = useDeskCommands();
  const logOut = useLogOut();
  const one = ({ button, enabled }: Slot<AgentButton>) => {
    const common = { key: button, label: t(button), disabled: !enabled };
    switch (button) {
      case "busy":
        return <BusyButton key={button} enabled={enabled} agent={agent} />;
      case "idle":
        return <BarButton {...common} key={button} icon={<CheckCircleOutlined />} shortcut="Alt+I" tone={agent.state === "idle" ? "active" : "plain"} onClick={() => void commands.idle()} />;
      case "auto_idle":
        return (
          <BarButton
            {...common}
            key={button}
            icon={<ThunderboltOutlined />}
            aria-pressed={agent.auto_idle}
            tone={agent.auto_idle ? "active" : "plain"}
            onClick={() => void commands.autoIdle(!agent.auto_idle)}
          />
        );
      case "do_not_disturb":
        if (!enabled) return null;
        return (
          <BarButton
            {...common}
            key={button}
            icon={<MinusCircleOutlined />}
            aria-pressed={agent.presence === "do_not_disturb"}
            tone={agent.presence === "do_not_disturb" ? "active" : "plain"}
            onClick={() => void commands.doNotDisturb(agent.presence !== "do_not_disturb")}
          />
        );
      case "sign_in":
        return <BarButton {...common} key={button} icon={<LoginOutlined />} tone="answer" onClick={() => void commands.signIn()} />;
      case "sip_sign_in":
        return <BarButton {...common} key={button} icon={<PhoneOutlined />} aria-haspopup="dialog" onClick={() => openPanel("sip_phone")} />;
      case "sign_out":
        return <BarButton {...common} key={button} icon={<PoweroffOutlined />} onClick={() => void commands.signOut()} />;
      case "log_out":
        return <BarButton {...common} key={button} icon={<LogoutOutlined />} onClick={() => void logOut()} />;
    }
  };
  return (
    <div className="lt-bar-group" role="group" aria-label={t("agentGroup")}>
      {slots.map(one)}
    </div>
  );
}
