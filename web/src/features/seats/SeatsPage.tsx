/** Seats: numbered places with an extension, and who sits there. */
import { DesktopOutlined } from "@ant-design/icons";
import type { ColumnsType } from "antd/es/table";
import { useTranslation } from "react-i18next";
import type { SeatRecord } from "@/api/records";
import { usePage } from "@/app/page";
import { RecordsPage } from "@/ui/records/RecordsPage";
import { SeatEditor } from "./SeatEditor";

export default function SeatsPage() {
  const { t } = useTranslation("seats");
  const { setSearch } = usePage<object, { open: string }>();
  const columns: ColumnsType<SeatRecord> = [
    {
      title: t("number"),
      dataIndex: "number",
      className: "lt-num",
      sorter: (a, b) => a.number.localeCompare(b.number),
      render: (number: string, seat) => (
        <button type="button" className="lt-name" onClick={() => setSearch({ open: seat.id })}>
          {number}
        </button>
      ),
    },
    { title: t("extension"), dataIndex: "extension", className: "lt-num", sorter: (a, b) => a.extension.localeCompare(b.extension) },
    {
      title: t("user"),
      key: "user",
      sorter: (a, b) => (a.user?.name ?? "").localeCompare(b.user?.name ?? ""),
      render: (_, seat) =>
        seat.user ? (
          <>
            {seat.user.name}
            <span className="lt-sub">{seat.user.account}</span>
          </>
        ) : (
          t("nobody")
        ),
    },
    { title: t("password"), key: "password", render: (_, seat) => (seat.has_password ? t("passwordSet") : t("common:none")) },
  ];
  return (
    <RecordsPage<SeatRecord>
      path="/seats"
      title={t("title")}
      hint={t("hint")}
      createLabel={t("create")}
      writePermission="seats.write"
      columns={columns}
      nameOf={(seat) => seat.number}
      textOf={(seat) => [seat.number, seat.extension, seat.user?.name, seat.user?.account].join(" ")}
      editor={SeatEditor}
      dependentsOf={(seat) => (seat.user ? [{ kind: t("user"), name: seat.user.name }] : [])}
      deleteHint={t("deleteHint")}
      empty={{ icon: <DesktopOutlined />, title: t("empty"), hint: t("emptyHint") }}
    />
  );
}
