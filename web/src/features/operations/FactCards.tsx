/** Asterisk, the database and the machine, each as a few facts. */
import { CheckCircleFilled, CloseCircleFilled, WarningFilled } from "@ant-design/icons";
import { Progress } from "antd";
import dayjs from "dayjs";
import { MINUTE, useInstant } from "@/ui/time";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { StatusTag } from "@/ui/StatusTag";
import { sizeText } from "./amounts";
import { Card, Facts, Since } from "./Card";
import type { Overview } from "./types";

const OLD_BACKUP_DAYS = 7;
const LOW_SHARE = 0.1;

function Answers({ yes }: { yes: boolean }) {
  const { t } = useTranslation("operations");
  return (
    <StatusTag tone={yes ? "good" : "bad"} icon={yes ? <CheckCircleFilled /> : <CloseCircleFilled />}>
      {yes ? t("answers") : t("silent")}
    </StatusTag>
  );
}

export function AsteriskCard({ switch: asterisk, connected }: { switch: Overview["switch"]; connected: boolean }) {
  const { t } = useTranslation("operations");
  return (
    <Card title={t("asterisk.title")} extra={<Answers yes={asterisk !== null && connected} />}>
      {asterisk ? (
        <Facts
          rows={[
            [t("version"), asterisk.version],
            [t("since"), <Since key="since" at={asterisk.started_at} />],
            [t("asterisk.channels"), asterisk.channels],
            [t("asterisk.phones"), asterisk.phones],
            [t("asterisk.engine"), connected ? t("asterisk.connected") : t("asterisk.lost")],
          ]}
        />
      ) : (
        <p className="lt-page-hint">{t("asterisk.away")}</p>
      )}
    </Card>
  );
}

function BackupFact({ backup }: { backup: Overview["backup"] }) {
  const { t } = useTranslation("operations");
  const instant = useInstant();
  const old = !backup || dayjs().diff(backup.at, "day") > OLD_BACKUP_DAYS;
  const text = backup ? `${instant(backup.at, MINUTE)} · ${sizeText(backup.size)}` : t("database.noBackup");
  return old ? (
    <StatusTag tone="warn" icon={<WarningFilled />}>
      {text}
    </StatusTag>
  ) : (
    <>{text}</>
  );
}

export function DatabaseCard({ database, backup }: { database: Overview["database"]; backup: Overview["backup"] }) {
  const { t } = useTranslation("operations");
  return (
    <Card title={t("database.title")} extra={<Answers yes={database !== null} />}>
      <Facts
        rows={[
          ...(database
            ? ([
                [t("version"), `PostgreSQL ${database.version}`],
                [t("since"), <Since key="since" at={database.started_at} />],
                [t("database.size"), sizeText(database.size)],
                [t("database.sessions"), `${database.sessions} / ${database.most_sessions}`],
              ] as [string, ReactNode][])
            : []),
          [t("database.backup"), <BackupFact key="backup" backup={backup} />],
        ]}
      />
    </Card>
  );
}

export function MachineCard({ versions, disk }: { versions: Overview["versions"]; disk: Overview["disk"] }) {
  const { t } = useTranslation("operations");
  const instant = useInstant();
  const used = disk.total ? (disk.total - disk.free) / disk.total : 0;
  return (
    <Card title={t("machine.title")}>
      <Facts
        rows={[
          [t("machine.lingting"), versions.lingting],
          [t("machine.python"), versions.python],
          [t("machine.client"), versions.client_built_at ? instant(versions.client_built_at, MINUTE) : t("common:none")],
          [t("machine.free"), t("machine.freeOf", { free: sizeText(disk.free), total: sizeText(disk.total) })],
        ]}
      />
      <Progress percent={Math.round(used * 100)} status={1 - used < LOW_SHARE ? "exception" : "normal"} aria-label={t("machine.used")} />
      <p className="lt-sub lt-ops-place">{disk.place}</p>
    </Card>
  );
}
