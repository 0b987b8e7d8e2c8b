/** The dial area (拨号功能区): dials a number, or sends digits into the call. */
import { PhoneFilled } from "@ant-design/icons";
import { Button, Input, type InputRef } from "antd";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useDesk } from "@/rt/store";
import { Keys } from "@/ui/Keys";
import { useOnce } from "@/ui/useOnce";
import { useDeskCommands } from "./useDeskCommands";

/** What a person pastes, reduced to what can be dialled. */
export function dialable(text: string): string {
  return text.replace(/[^\d*#+]/g, "").replace(/(?!^)\+/g, "");
}

export function Keypad({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation("bar");
  const commands = useDeskCommands();
  const inCall = useDesk((state) => state.call?.controls.includes("digits")) ?? false;
  const mayDial = useDesk((state) => state.agent?.actions.includes("dial")) ?? false;
  const [number, setNumber] = useState("");
  const field = useRef<InputRef>(null);
  useEffect(() => field.current?.focus(), []);
  const press = (key: string) => {
    setNumber((old) => old + key);
    if (inCall) void commands.digits(key);
  };
  const [dial] = useOnce(async () => {
    if (number && mayDial && (await commands.dial(number))) onDone();
  });
  const typed = (text: string) => {
    const next = dialable(text);
    if (inCall && next.length > number.length && next.startsWith(number)) void commands.digits(next.slice(number.length));
    setNumber(next);
  };
  return (
    <div className="lt-keypad" role="dialog" aria-label={t("keypad")}>
      <Input
        ref={field}
        size="large"
        inputMode="tel"
        className="lt-num"
        allowClear
        value={number}
        aria-label={inCall ? t("digitsLabel") : t("numberLabel")}
        placeholder={inCall ? t("digitsLabel") : t("numberLabel")}
        onChange={(event) => typed(event.target.value)}
        onPressEnter={() => dial()}
      />
      <Keys label={t("keypad")} onKey={press} />
      {mayDial && (
        <Button type="primary" size="large" block icon={<PhoneFilled />} disabled={!number} className="lt-dial" onClick={() => dial()}>
          {t("dial")}
        </Button>
      )}
    </div>
  );
}
