/** The call's controls: answer, hang up, hold and retrieve, mute, transfer, to IVR, keypad. */
import {
  ApartmentOutlined,
  AudioMutedOutlined,
  AudioOutlined,
  PauseCircleOutlined,
  PhoneOutlined,
  PlayCircleOutlined,
  SwapOutlined,
  TableOutlined,
} from "@ant-design/icons";
import { Popover } from "antd";
import { useTranslation } from "react-i18next";
import { BarButton } from "./BarButton";
import { Keypad } from "./Keypad";
import type { CallButton, Slot } from "./legal";
import { openPanel, usePanel } from "./panels";
import { useDeskCommands } from "./useDeskCommands";

function KeypadButton({ enabled }: { enabled: boolean }) {
  const { t } = useTranslation("bar");
  const [open, setOpen] = usePanel("keypad");
  return (
    <Popover
      open={open && enabled}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomRight"
      destroyOnHidden
      content={<Keypad onDone={() => setOpen(false)} />}
    >
      <BarButton icon={<TableOutlined />} label={t("keypad")} disabled={!enabled} aria-haspopup="dialog" aria-expanded={open} shortcut="Alt+K" />
    </Popover>
  );
}

export function CallControls({ slots }: { slots: Slot<CallButton>[] }) {
  const { t } = useTranslation("bar");
  const commands = useDeskCommands();
  const one = ({ button, enabled }: Slot<CallButton>) => {
    const common = { label: t(button), disabled: !enabled };
    switch (button) {
      case "answer":
        return <BarButton {...common} key="answer" icon={<PhoneOutlined />} tone="answer" shortcut="Alt+A" onClick={commands.answer} />;
      case "hang_up":
        return <BarButton {...common} key="hang_up" icon={<PhoneOutlined rotate={135} />} tone="hang-up" shortcut="Alt+X" onClick={() => void commands.hangUp()} />;
      case "hold":
        return <BarButton {...common} key="hold" icon={<PauseCircleOutlined />} shortcut="Alt+H" onClick={() => void commands.hold()} />;
      case "retrieve":
        return <BarButton {...common} key="hold" icon={<PlayCircleOutlined />} tone="active" shortcut="Alt+H" onClick={() => void commands.retrieve()} />;
      case "mute":
      case "unmute":
        return (
          <BarButton
            {...common}
            key="mute"
            icon={button === "unmute" ? <AudioMutedOutlined /> : <AudioOutlined />}
            aria-pressed={button === "unmute"}
            tone={button === "unmute" ? "active" : "plain"}
            shortcut="Alt+M"
            onClick={() => void commands.mute(button === "mute")}
          />
        );
      case "transfer":
        return <BarButton {...common} key="transfer" icon={<SwapOutlined />} aria-haspopup="dialog" shortcut="Alt+T" onClick={() => openPanel("transfer")} />;
      case "to_ivr":
        return <BarButton {...common} key="to_ivr" icon={<ApartmentOutlined />} aria-haspopup="dialog" onClick={() => openPanel("to_ivr")} />;
      case "keypad":
        return <KeypadButton key="keypad" enabled={enabled} />;
    }
  };
  return (
    <div className="lt-bar-group" role="group" aria-label={t("callGroup")}>
      {slots.map(one)}
    </div>
  );
}
