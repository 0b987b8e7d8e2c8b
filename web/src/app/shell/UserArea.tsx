/** The login information area (用户登录信息区): photo, name, extension, personal settings, exit. */
import { DownOutlined, GlobalOutlined, KeyOutlined, LogoutOutlined, QuestionCircleOutlined, SoundOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { Avatar, Button, Dropdown, Tooltip, type MenuProps } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { meQuery, session } from "@/api/session";
import type { Me } from "@/api/types";
import { currentLanguage, languages, switchLanguage, type Language } from "@/i18n";
import { initials } from "@/ui/initials";
import { useCommand } from "@/ui/problemText";
import { ChangePassword } from "./ChangePassword";
import { useLogOut } from "./useLogOut";

type Dialog = "password" | "devices" | "shortcuts";

interface Props {
  me: Me;
  onDialog?: (dialog: Exclude<Dialog, "password">) => void;
}

export function UserArea({ me, onDialog }: Props) {
  const { t } = useTranslation("shell");
  const command = useCommand();
  const cache = useQueryClient();
  const logOut = useLogOut();
  const router = useRouter();
  const [changing, setChanging] = useState(false);
  const forced = me.must_change_password === true;
  const passwordDone = async () => {
    setChanging(false);
    if (!forced) return;
    await cache.invalidateQueries(meQuery);
    // Only now is there a first page to open.
    await router.invalidate();
  };
  const choose = (language: Language) => {
    switchLanguage(language);
    cache.setQueryData(meQuery.queryKey, { ...me, language });
    void command(() => session.setLanguage(language));
  };
  const items: MenuProps["items"] = [
    { key: "password", icon: <KeyOutlined />, label: t("changePassword"), onClick: () => setChanging(true) },
    { key: "devices", icon: <SoundOutlined />, label: t("devices"), onClick: () => onDialog?.("devices") },
    { key: "shortcuts", icon: <QuestionCircleOutlined />, label: t("shortcuts"), onClick: () => onDialog?.("shortcuts") },
    ...languages
      .filter((language) => language !== currentLanguage())
      .map((language) => ({
        key: language,
        icon: <GlobalOutlined />,
        label: <span lang={language}>{t(`common:language.${language}`)}</span>,
        onClick: () => choose(language),
      })),
    { type: "divider" },
    { key: "exit", icon: <LogoutOutlined />, label: t("logOut"), onClick: () => void logOut() },
  ];
  return (
    <div className="lt-user">
      <Dropdown menu={{ items }} trigger={["click"]} placement="bottomRight">
        <button type="button" className="lt-user-button">
          <Avatar size={34} src={me.user.photo_url || undefined} alt="" className="lt-avatar" aria-hidden="true">
            {initials(me.user.name)}
          </Avatar>
          <span className="lt-user-text">
            <strong>{me.user.name}</strong>
            <span className="lt-num">{me.seat ? t("extensionShort", { extension: me.seat.extension }) : me.user.account}</span>
          </span>
          <span className="lt-hidden">{t("userMenu")}</span>
          <DownOutlined aria-hidden="true" className="lt-user-arrow" />
        </button>
      </Dropdown>
      <Tooltip title={t("exit")}>
        <Button type="text" icon={<LogoutOutlined />} aria-label={t("exit")} onClick={() => void logOut()} />
      </Tooltip>
      <ChangePassword open={changing || forced} forced={forced} onClose={() => void passwordDone()} onLeave={() => void logOut()} />
    </div>
  );
}
