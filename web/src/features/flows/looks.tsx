/** The look of each kind of node: icon and tone. */
import {
  ApartmentOutlined,
  AppstoreOutlined,
  AudioOutlined,
  BranchesOutlined,
  ClockCircleOutlined,
  CustomerServiceOutlined,
  DatabaseOutlined,
  DisconnectOutlined,
  EditOutlined,
  FieldNumberOutlined,
  HourglassOutlined,
  NumberOutlined,
  PhoneOutlined,
  QuestionCircleOutlined,
  SearchOutlined,
  SmileOutlined,
  SoundOutlined,
  StopOutlined,
  SwapOutlined,
  TranslationOutlined,
} from "@ant-design/icons";
import type { ReactNode } from "react";
import type { Tone } from "@/ui/StatusTag";

const icons: Record<string, ReactNode> = {
  play: <SoundOutlined />,
  menu: <AppstoreOutlined />,
  collect: <FieldNumberOutlined />,
  say: <NumberOutlined />,
  select_language: <TranslationOutlined />,
  record_message: <AudioOutlined />,
  survey: <SmileOutlined />,
  wait: <HourglassOutlined />,
  queue: <CustomerServiceOutlined />,
  check_queue: <SearchOutlined />,
  dial: <PhoneOutlined />,
  compare: <BranchesOutlined />,
  set: <EditOutlined />,
  hours: <ClockCircleOutlined />,
  subflow: <ApartmentOutlined />,
  transfer: <SwapOutlined />,
  lookup: <DatabaseOutlined />,
  on_hangup: <DisconnectOutlined />,
  end: <StopOutlined />,
};

const tones: Record<string, Tone> = { voice: "info", people: "good", logic: "violet", data: "accent", end: "quiet" };

export const iconOf = (verb: string): ReactNode => icons[verb] ?? <QuestionCircleOutlined />;
export const toneOf = (group: string | undefined): Tone => tones[group ?? ""] ?? "quiet";
