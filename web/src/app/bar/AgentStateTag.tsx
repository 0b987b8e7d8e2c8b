/** The agent's state as icon, text and colour. */
import {
  CheckCircleFilled,
  CoffeeOutlined,
  CustomerServiceFilled,
  DisconnectOutlined,
  EditFilled,
  LoginOutlined,
  MinusCircleFilled,
  PauseCircleFilled,
  PhoneFilled,
  SyncOutlined,
  TeamOutlined,
  UserSwitchOutlined,
} from "@ant-design/icons";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { pick } from "@/i18n";
import type { Agent, AgentState } from "@/rt/state";
import { useDesk } from "@/rt/store";
import { StatusTag, type Tone } from "@/ui/StatusTag";

const looks: Record<AgentState, { tone: Tone; icon: ReactNode }> = {
  offline: { tone: "quiet", icon: <DisconnectOutlined /> },
  logged_in: { tone: "quiet", icon: <LoginOutlined /> },
  busy: { tone: "warn", icon: <CoffeeOutlined /> },
  idle: { tone: "good", icon: <CheckCircleFilled /> },
  ringing: { tone: "accent", icon: <PhoneFilled /> },
  dialling: { tone: "accent", icon: <PhoneFilled /> },
  talking: { tone: "info", icon: <CustomerServiceFilled /> },
  holding: { tone: "violet", icon: <PauseCircleFilled /> },
  consulting: { tone: "info", icon: <UserSwitchOutlined /> },
  conference: { tone: "info", icon: <TeamOutlined /> },
  wrapping: { tone: "violet", icon: <EditFilled /> },
  do_not_disturb: { tone: "bad", icon: <MinusCircleFilled /> },
  reconnecting: { tone: "bad", icon: <SyncOutlined spin /> },
};

export function AgentStateTag({ agent }: { agent: Pick<Agent, "state" | "reason"> }) {
  const { t } = useTranslation("bar");
  const reasons = useDesk((state) => state.reasons);
  const look = looks[agent.state] ?? looks.logged_in;
  const reason = agent.state === "busy" && agent.reason ? reasons?.find(({ code }) => code === agent.reason) : undefined;
  return (
    <StatusTag tone={look.tone} icon={look.icon}>
      {t(`state.${agent.state}`)}
      {reason && ` · ${pick(reason)}`}
    </StatusTag>
  );
}
