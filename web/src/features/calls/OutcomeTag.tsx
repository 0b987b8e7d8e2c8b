/** How a call ended, as icon, text and colour. */
import {
  AudioOutlined,
  CheckCircleFilled,
  CloseCircleFilled,
  DisconnectOutlined,
  ExclamationCircleFilled,
  RobotOutlined,
  StopOutlined,
  SwapOutlined,
  SyncOutlined,
} from "@ant-design/icons";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { StatusTag, type Tone } from "@/ui/StatusTag";
import type { Outcome } from "./types";

export const outcomes: Record<Outcome, { tone: Tone; icon: ReactNode }> = {
  in_progress: { tone: "info", icon: <SyncOutlined spin /> },
  answered: { tone: "good", icon: <CheckCircleFilled /> },
  message: { tone: "violet", icon: <AudioOutlined /> },
  abandoned: { tone: "bad", icon: <CloseCircleFilled /> },
  overflowed: { tone: "warn", icon: <SwapOutlined /> },
  self_service: { tone: "accent", icon: <RobotOutlined /> },
  not_connected: { tone: "quiet", icon: <DisconnectOutlined /> },
  refused: { tone: "bad", icon: <StopOutlined /> },
  failed: { tone: "bad", icon: <ExclamationCircleFilled /> },
};

export function OutcomeTag({ outcome }: { outcome: Outcome }) {
  const { t } = useTranslation("calls");
  const look = outcomes[outcome] ?? outcomes.failed;
  return (
    <StatusTag tone={look.tone} icon={look.icon}>
      {t(`outcome.${outcome}`)}
    </StatusTag>
  );
}
