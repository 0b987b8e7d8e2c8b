/** The audit trail: who did what, when, and from where. */
import { FileSearchOutlined } from "@ant-design/icons";
import { Button, DatePicker, Modal, Select, Tooltip } from "antd";
import type { ColumnsType } from "antd/es/table";
import dayjs, { type Dayjs } from "dayjs";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { TrailEntry, UserRecord } from "@/api/records";
import { usePage } from "@/app/page";
import { DataTable } from "@/ui/DataTable";
import { EmptyState } from "@/ui/EmptyState";
import { PageShell } from "@/ui/PageShell";
import { useLookup } from "@/ui/records/useLookup";
import { usePermission } from "@/ui/records/usePermission";
import { DAY, dayBegins, SECOND, useInstant, useZone } from "@/ui/time";
import "@/ui/records/records.css";
import "./audit.css";
import { Details } from "./Details";
import { useWords } from "./useWords";
import { actionOf } from "./words";

interface Search {
  from: string;
  to: string;
  user: string;
}

function useActionText(): (action: string) => string {
  const { t } = useTranslation("audit");
  return (action) => {
    const { thing, verb } = actionOf(action);
    const whole = t(`whole.${thing}_${verb}`, { defaultValue: "" });
    if (whole) return whole;
    const what = t(`thing.${thing}`, { defaultValue: thing });
    return verb ? t("action", { thing: what, verb: t(`verb.${verb}`, { defaultValue: verb }) }) : what;
  };
}

function Filters() {
  const { t } = useTranslation("audit");
  const { search, setSearch } = usePage<object, Search>();
  const mayUsers = usePermission()("users.read");
  const users = useLookup<UserRecord>("/users").items;
  const range: [Dayjs | null, Dayjs | null] = [search.from ? dayjs(search.from) : null, search.to ? dayjs(search.to) : null];
  return (
    <>
      {mayUsers && (
        <Select
          className="lt-filter"
          allowClear
          showSearch={{ optionFilterProp: "label" }}
          value={search.user}
          placeholder={t("anybody")}
          aria-label={t("who")}
          options={users.map((user) => ({ value: user.id, label: `${user.name} ${user.account}` }))}
          onChange={(user: string | undefined) => setSearch({ user })}
        />
      )}
      <DatePicker.RangePicker
        allowEmpty={[true, true]}
        value={range}
        aria-label={t("at")}
        onChange={(days) => setSearch({ from: days?.[0]?.format(DAY), to: days?.[1]?.format(DAY) })}
      />
    </>
  );
}

export default function AuditPage() {
  const { t } = useTranslation("audit");
  const instant = useInstant();
  const zone = useZone();
  const { search } = usePage<object, Search>();
  const text = useActionText();
  const words = useWords();
  const [whole, setWhole] = useState<TrailEntry>();
  const columns: ColumnsType<TrailEntry> = [
    { title: t("at"), dataIndex: "at", className: "lt-num", width: 160, render: (at: string) => instant(at, SECOND) },
    {
      title: t("who"),
      key: "who",
      width: 110,
      render: (_, entry) => (
        <>
          {entry.user_name ?? t("system")}
          {entry.account && <span className="lt-sub">{entry.account}</span>}
        </>
      ),
    },
    {
      title: t("what"),
      dataIndex: "action",
      width: 150,
      render: (action: string, entry) => (
        <>
          {text(action)}
          {words.target(entry.target) && <span className="lt-sub">{words.target(entry.target)}</span>}
        </>
      ),
    },
    {
      title: t("details"),
      key: "details",
      render: (_, entry) => <Details details={entry.details} words={words} />,
    },
    { title: t("address"), dataIndex: "address", className: "lt-num", width: 110, render: (address: string | null) => address ?? t("common:none") },
    {
      title: "",
      key: "whole",
      width: 40,
      render: (_, entry) => (
        <Tooltip title={t("whole_record")}>
          <Button type="text" size="small" icon={<FileSearchOutlined />} aria-label={t("whole_record")} onClick={() => setWhole(entry)} />
        </Tooltip>
      ),
    },
  ];
  return (
    <PageShell title={t("title")} hint={t("hint")} actions={<Filters />}>
      <DataTable<TrailEntry>
        path="/audit"
        query={{ from: dayBegins(search.from, zone), to: dayBegins(search.to, zone, 1), user: search.user }}
        columns={columns}
        label={t("title")}
        empty={<EmptyState title={t("empty")} hint={t("emptyHint")} />}
      />
      <Modal open={!!whole} title={t("whole_record")} footer={null} width={680} onCancel={() => setWhole(undefined)}>
        <pre className="lt-whole-record" tabIndex={0}>{JSON.stringify(whole, null, 2)}</pre>
      </Modal>
    </PageShell>
  );
}
