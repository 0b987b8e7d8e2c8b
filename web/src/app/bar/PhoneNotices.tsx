/** What keeps the phone from working, each with its way out. */
import { AudioMutedOutlined, SoundOutlined, WarningOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useEffect, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { openMicrophone, takePhoneOver, unblockAudio } from "@/phone";
import { usePhone, type PhoneView } from "@/phone/view";
import { useDesk, useRealtime } from "@/rt/store";
import type { Tone } from "@/ui/StatusTag";
import { useDeskCommands } from "./useDeskCommands";

interface Notice {
  tone: Tone;
  icon: ReactNode;
  text: string;
  action?: { label: string; run: () => void };
}

const REGISTRATION_WAIT_MS = 4_000;

/** A registration that takes a moment is no news; one that does not come is. */
function useStuck(view: PhoneView, signedIn: boolean): boolean {
  const waiting = signedIn && view.registration !== "registered" && view.microphone !== "insecure";
  const [stuck, setStuck] = useState(false);
  useEffect(() => {
    setStuck(false);
    if (!waiting) return undefined;
    const timer = setTimeout(() => setStuck(true), REGISTRATION_WAIT_MS);
    return () => clearTimeout(timer);
  }, [waiting]);
  return waiting && stuck;
}

function useNotices(): Notice[] {
  const { t } = useTranslation("phone");
  const { role, view } = usePhone();
  const method = useDesk((state) => (state.agent?.sign_in === "signed_in" ? (state.agent.method ?? "web") : undefined));
  const reachable = useDesk((state) => state.agent?.phone === "registered") ?? false;
  const listening = useDesk((state) => state.listening !== undefined) ?? false;
  const signedIn = method === "web" || listening;
  const remind = useDesk((state) => state.remind_idle) ?? false;
  const commands = useDeskCommands();
  const linked = useRealtime((link) => link.status !== "lost");
  // While the whole server is away the page says that, and that a talk goes on.
  const stuck = useStuck(view, signedIn && linked);
  const list: Notice[] = [];
  const add = (when: boolean, notice: Notice) => when && list.push(notice);
  const warn = <WarningOutlined />;
  add(remind, { tone: "warn", icon: <SoundOutlined />, text: t("remindIdle"), action: { label: t("bar:idle"), run: () => void commands.idle() } });
  add(method === "sip_phone" && !reachable, { tone: "bad", icon: warn, text: t("sip.lost") });
  if (!signedIn) return list;
  add(role === "follower", { tone: "quiet", icon: <SoundOutlined />, text: t("otherTab"), action: { label: t("takeOver"), run: takePhoneOver } });
  add(view.audioBlocked, { tone: "bad", icon: <SoundOutlined />, text: t("audioBlocked"), action: { label: t("enableSound"), run: () => void unblockAudio() } });
  add(view.microphone === "insecure", { tone: "bad", icon: warn, text: t("insecure", { host: location.host }) });
  add(view.microphone === "denied", { tone: "bad", icon: warn, text: t("denied"), action: { label: t("common:retry"), run: () => void openMicrophone() } });
  add(view.microphone === "missing", { tone: "bad", icon: warn, text: t("missing"), action: { label: t("common:retry"), run: () => void openMicrophone() } });
  add(stuck, { tone: "bad", icon: warn, text: t("notRegistered") });
  add(view.talkingWhileMuted, { tone: "warn", icon: <AudioMutedOutlined />, text: t("talkingWhileMuted"), action: { label: t("bar:unmute"), run: () => void commands.mute(false) } });
  return list;
}

export function PhoneNotices() {
  const notices = useNotices();
  return (
    <div aria-live="polite">
      {notices.map((notice) => (
        <div key={notice.text} className={`lt-banner lt-tone-${notice.tone}`}>
          <span aria-hidden="true">{notice.icon}</span>
          <span>{notice.text}</span>
          {notice.action && (
            <Button size="small" onClick={notice.action.run}>
              {notice.action.label}
            </Button>
          )}
        </div>
      ))}
    </div>
  );
}
