/** Everything that happened in the call, in words, with the instant of each. */
import {
  ApiOutlined,
  AudioOutlined,
  BellOutlined,
  ClockCircleOutlined,
  CloseCircleOutlined,
  CustomerServiceOutlined,
  DisconnectOutlined,
  ExclamationCircleOutlined,
  InfoCircleOutlined,
  LoginOutlined,
  NumberOutlined,
  PauseCircleOutlined,
  PhoneOutlined,
  PoweroffOutlined,
  QuestionCircleOutlined,
  StarOutlined,
  SwapOutlined,
  WarningOutlined,
} from "@ant-design/icons";
import { Switch } from "antd";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { currentLanguage } from "@/i18n";
import { clockText } from "@/ui/Elapsed";
import { Part } from "./Part";
import { inZone } from "@/ui/time";
import { useLength } from "./time";
import type { CallStory, Moment } from "./types";
import { iconOf, withoutEchoes, wordingOf, type Icon } from "./wording";

const glyphs: Record<Icon, ReactNode> = {
  arrive: <LoginOutlined />,
  flow: <ApiOutlined />,
  key: <NumberOutlined />,
  queue: <ClockCircleOutlined />,
  why: <QuestionCircleOutlined />,
  ring: <BellOutlined />,
  missed: <CloseCircleOutlined />,
  talk: <PhoneOutlined />,
  hold: <PauseCircleOutlined />,
  transfer: <SwapOutlined />,
  lost: <DisconnectOutlined />,
  end: <PoweroffOutlined />,
  star: <StarOutlined />,
  ear: <CustomerServiceOutlined />,
  hand: <ExclamationCircleOutlined />,
  record: <AudioOutlined />,
  trouble: <WarningOutlined />,
  other: <InfoCircleOutlined />,
};

function Sentence({ moment, names }: { moment: Moment; names: Record<string, string> }) {
  const { t } = useTranslation("calls");
  const length = useLength();
  const wording = wordingOf(moment, names, currentLanguage() === "zh-CN");
  if (!wording) return <code>{moment.name}</code>;
  const lengths: Record<string, string> = {};
  for (const key of ["seconds", "waited_seconds", "rang_seconds", "wait_seconds", "talk_seconds"]) {
    if (wording.params[key]) lengths[key] = length(Number(wording.params[key]));
  }
  const outcome = wording.params.outcome ? t(`outcome.${wording.params.outcome}`) : "";
  const slug = wording.params.slug ?? "";
  const problem = slug && t(`trouble.${slug}`, { defaultValue: slug });
  return <>{t(wording.key, { ...wording.params, ...lengths, outcome, problem, defaultValue: moment.name })}</>;
}

function Row({ moment, story, zone }: { moment: Moment; story: CallStory; zone: string }) {
  const icon = iconOf(moment);
  const after = Math.max(0, Math.round((Date.parse(moment.at) - Date.parse(story.at)) / 1000));
  return (
    <li className={`lt-moment lt-moment-${icon}`}>
      <span className="lt-moment-icon" aria-hidden="true">
        {glyphs[icon]}
      </span>
      <p>
        <Sentence moment={moment} names={story.names} />
      </p>
      <time className="lt-num" dateTime={moment.at} title={inZone(moment.at, zone, "YYYY-MM-DD HH:mm:ss.SSS")}>
        {inZone(moment.at, zone, "HH:mm:ss")}
        <small>+{clockText(after)}</small>
      </time>
    </li>
  );
}

export function Timeline({ story, zone }: { story: CallStory; zone: string }) {
  const { t } = useTranslation("calls");
  const [all, setAll] = useState(false);
  const shown = all ? story.timeline : withoutEchoes(story.timeline);
  return (
    <Part
      title={t("timeline")}
      extra={
        <label className="lt-story-switch">
          <Switch size="small" checked={all} onChange={setAll} aria-label={t("allFacts")} />
          {t("allFacts")}
        </label>
      }
    >
      <ol className="lt-moments">
        {shown.map((moment) => (
          <Row key={moment.seq} moment={moment} story={story} zone={zone} />
        ))}
      </ol>
    </Part>
  );
}
