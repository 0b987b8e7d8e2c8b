/** The main screen: function menu and seat information left, telephone bar on top, tab pages below. */
import { useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate, useRouter } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { meQuery } from "@/api/session";
import { CallStrip } from "@/app/bar/CallStrip";
import { DeviceDialog } from "@/app/bar/DeviceDialog";
import { HandsNotice } from "@/app/bar/HandsNotice";
import { ListenedStrip } from "@/app/bar/ListenedStrip";
import { ListeningStrip } from "@/app/bar/ListeningStrip";
import { SipPhoneDialog } from "@/app/bar/SipPhoneDialog";
import { openPanel } from "@/app/bar/panels";
import { PhoneNotices } from "@/app/bar/PhoneNotices";
import { RingingDialog } from "@/app/bar/RingingDialog";
import { ShortcutDialog } from "@/app/bar/ShortcutDialog";
import { useShortcuts } from "@/app/bar/shortcuts";
import { TipsStrip } from "@/app/bar/TipsStrip";
import { TelephoneBar } from "@/app/bar/TelephoneBar";
import { TransferDialog } from "@/app/bar/TransferDialog";
import { useLeftNotes } from "@/app/notes";
import { queryClient, whenUnauthorized } from "@/app/queryClient";
import { useRefusalNote } from "@/app/refusal";
import { closeAllTabs } from "@/app/tabs";
import { asLanguage, currentLanguage, switchLanguage } from "@/i18n";
import { startPhone, stopPhone } from "@/phone";
import { claimDrafts } from "@/ui/drafts";
import { useCompanyDay } from "@/ui/time";
import { startRealtime, stopRealtime, useRealtime } from "@/rt/store";
import { IdleNotice } from "./IdleNotice";
import { LinkBanner } from "./LinkBanner";
import { Menu } from "./Menu";
import { useOnce } from "./once";
import { NamePlate } from "./NamePlate";
import { SeatPanel } from "./SeatPanel";
import { TabBar } from "./TabBar";
import { UserArea } from "./UserArea";
import { WorkArea } from "./WorkArea";

/** Leaves for the login page when the server ends the session. */
function useSessionEnd(): void {
  const navigate = useNavigate();
  const router = useRouter();
  const bye = useRealtime((link) => link.bye);
  useEffect(() => {
    const leave = (reason: string) => {
      const { href } = router.state.location;
      stopRealtime();
      closeAllTabs();
      queryClient.clear();
      // Who did nothing for a while goes on where he was; who left begins anew.
      const next = reason === "expired" && href !== "/" ? href : undefined;
      void navigate({ to: "/login", search: { bye: reason, next } });
    };
    whenUnauthorized(() => leave("expired"));
    if (bye) leave(bye);
    return () => whenUnauthorized(() => undefined);
  }, [bye, navigate, router]);
}

function useOwnLanguage(language: string): void {
  useEffect(() => {
    const own = asLanguage(language);
    if (own && own !== currentLanguage()) switchLanguage(own);
  }, [language]);
}

function may(permissions: string[], permission: string): boolean {
  return permissions.includes(permission) || permissions.includes("*");
}

export function Shell() {
  const { t } = useTranslation("shell");
  const { data: me } = useSuspenseQuery(meQuery);
  useSessionEnd();
  useOwnLanguage(me.language);
  useCompanyDay();
  useShortcuts();
  useOnce();
  useLeftNotes();
  useRefusalNote();
  useState(() => claimDrafts(me.user.id));
  useEffect(() => {
    startRealtime();
    startPhone();
    return () => {
      stopPhone();
      stopRealtime();
    };
  }, [me.user.id]);
  return (
    <div className="lt-shell">
      <a className="lt-skip" href="#work-area">
        {t("skip")}
      </a>
      <aside className="lt-side">
        <NamePlate company={me.company.name} />
        <Menu permissions={me.permissions} menus={me.menus} />
        <SeatPanel me={me} />
      </aside>
      <div className="lt-main">
        <header className="lt-top">
          <TelephoneBar />
          <UserArea me={me} onDialog={openPanel} />
        </header>
        <LinkBanner />
        <IdleNotice />
        <PhoneNotices />
        <CallStrip />
        <ListeningStrip />
        <ListenedStrip />
        <TipsStrip />
        {may(me.permissions, "supervision.see") && <HandsNotice />}
        <TabBar />
        <WorkArea />
      </div>
      <RingingDialog />
      <TransferDialog />
      <DeviceDialog />
      <SipPhoneDialog />
      <ShortcutDialog />
    </div>
  );
}
