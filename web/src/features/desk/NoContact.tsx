/** The middle pane without a contact: what the agent's state means and the one step that comes next. */
import { CoffeeOutlined, LoginOutlined, UserOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { useDeskCommands } from "@/app/bar/useDeskCommands";
import { useDesk } from "@/rt/store";
import { EmptyState } from "@/ui/EmptyState";

export function NoContact() {
  const { t } = useTranslation("desk");
  const agent = useDesk((state) => state.agent);
  const commands = useDeskCommands();
  if (!agent) {
    return (
      <div className="lt-desk-empty">
        <EmptyState icon={<UserOutlined />} title={t("empty.noSeat")} hint={t("empty.noSeatHint")} />
      </div>
    );
  }
  if (agent.sign_in !== "signed_in") {
    return (
      <div className="lt-desk-empty">
        <EmptyState
          icon={<LoginOutlined />}
          title={t("empty.signIn")}
          hint={t("empty.signInHint")}
          action={
            <Button type="primary" size="large" disabled={!agent.actions.includes("sign_in")} onClick={() => void commands.signIn()}>
              {t("bar:sign_in")}
            </Button>
          }
        />
      </div>
    );
  }
  if (agent.presence !== "idle") {
    const why = agent.presence === "busy" ? "busy" : "undisturbed";
    return (
      <div className="lt-desk-empty">
        <EmptyState
          icon={<CoffeeOutlined />}
          title={t(`empty.${why}`)}
          hint={t(`empty.${why}Hint`)}
          action={
            <Button type="primary" size="large" disabled={!agent.actions.includes("idle")} onClick={() => void commands.idle()}>
              {t("bar:idle")}
            </Button>
          }
        />
      </div>
    );
  }
  return (
    <div className="lt-desk-empty">
      <EmptyState icon={<div className="lt-pulse-dot" />} title={t("empty.idle")} hint={t("empty.idleHint")} />
    </div>
  );
}
