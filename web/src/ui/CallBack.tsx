/** Calls the person of a record; the server knows the number. Only there while the agent may dial. */
import { PhoneOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import type { Whom } from "@/api/desk";
import { useDeskCommands } from "@/app/bar/useDeskCommands";
import { useDesk } from "@/rt/store";

export function CallBack({ whom, shown }: { whom: Whom; shown: string }) {
  const { t } = useTranslation();
  const commands = useDeskCommands();
  const mayDial = useDesk((state) => state.agent?.actions.includes("dial")) ?? false;
  if (!mayDial) return null;
  return (
    <Button size="small" icon={<PhoneOutlined />} aria-label={t("callBackTo", { name: shown })} onClick={() => void commands.callBack(whom)}>
      {t("callBack")}
    </Button>
  );
}
