/** Which component shows which kind of card. */
import type { ComponentType } from "react";
import type { CardKind } from "../wallboard";
import { AgentsCard } from "./AgentsCard";
import { AlertsCard } from "./AlertsCard";
import { CallsCard } from "./CallsCard";
import { FigureCard } from "./FigureCard";
import { LinesCard } from "./LinesCard";
import { QueuesCard } from "./QueuesCard";
import { StatesCard } from "./StatesCard";
import type { CardProps } from "./types";
import { WaitingCard } from "./WaitingCard";

export const cardOf: Record<CardKind, ComponentType<CardProps>> = {
  figure: FigureCard,
  queues: QueuesCard,
  agents: AgentsCard,
  states: StatesCard,
  waiting: WaitingCard,
  calls: CallsCard,
  alerts: AlertsCard,
  lines: LinesCard,
};
