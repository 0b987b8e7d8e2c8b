/** The agent raises a hand (举手), with a few words if he likes, and takes it down again. */
import { ExclamationCircleOutlined } from "@ant-design/icons";
import { Button, Input, Popover } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { leading } from "@/api/leading";
import type { Hand } from "@/rt/state";
import { useDesk } from "@/rt/store";
import { useCommand } from "@/ui/problemText";
import { useOnce } from "@/ui/useOnce";
import { BarButton } from "./BarButton";
import { usePanel } from "./panels";

function Asking({ hand, onDone }: { hand: Hand | undefined; onDone: () => void }) {
  const { t } = useTranslation("leading");
  const run = useCommand();
  const [text, setText] = useState(hand?.text ?? "");
  const [send] = useOnce(async (work: () => Promise<unknown>) => {
    if (await run(work)) onDone();
  });
  return (
    <form
      className="lt-hand"
      onSubmit={(event) => {
        event.preventDefault();
        send(() => leading.raiseHand(text.trim()));
      }}
    >
      {hand && <p role="status">{hand.taken_name ? t("handTaken", { name: hand.taken_name }) : t("handWaits")}</p>}
      <label htmlFor="lt-hand-text">{t("handText")}</label>
      <Input id="lt-hand-text" autoFocus maxLength={200} value={text} placeholder={t("handExample")} onChange={({ target }) => setText(target.value)} />
      <div className="lt-hand-keys">
        {hand && <Button onClick={() => send(leading.lowerOwnHand)}>{t("handLower")}</Button>}
        <Button type="primary" htmlType="submit">
          {hand ? t("common:save") : t("handSend")}
        </Button>
      </div>
    </form>
  );
}

export function HandButton() {
  const { t } = useTranslation("leading");
  const hand = useDesk((state) => state.hand);
  const [open, setOpen] = usePanel("hand");
  const label = hand ? t("handUp") : t("hand");
  return (
    <div className="lt-bar-group">
      <Popover
        open={open}
        onOpenChange={setOpen}
        trigger="click"
        placement="bottomLeft"
        title={t("handTitle")}
        destroyOnHidden
        content={<Asking hand={hand} onDone={() => setOpen(false)} />}
      >
        <BarButton icon={<ExclamationCircleOutlined />} label={label} aria-haspopup="dialog" aria-expanded={open} tone={hand ? "active" : "plain"} />
      </Popover>
    </div>
  );
}
