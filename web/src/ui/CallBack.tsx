/** Calls the person of a record; the server knows the number. Only there while the agent may dial. */
import { PhoneOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import type { Whom } from "@/api/desk";
import { useDeskCommands } from "@/app/bar/useDeskCommands";
import { useDesk } from "@/rt/store";
import { useOnce } from "./useOnce";

export function CallBack({ whom, shown }: { whom: Whom; shown: string }) {
  const { t } = useTranslation();
  const commands = useDeskCommands();
  const mayDial = useDesk((state) => state.agent?.actions.includes("dial")) ?? false;
  const [callBack, busy] = useOnce(() => commands.callBack(whom));
  if (!mayDial) return null;
  return (
    <Button size="small" icon={<PhoneOutlined />} loading={busy} aria-label={t("callBackTo", { name: shown })} onClick={() => callBack()}>
      {t("callBack")}
    </Button>
  );
}
