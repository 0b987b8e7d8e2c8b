/** Keeps the report on the screen under a name of its own. */
import { SaveOutlined } from "@ant-design/icons";
import { useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useRefreshLists } from "@/ui/records/useAll";
import { usePermission } from "@/ui/records/usePermission";
import type { Filters } from "./address";
import { definitionOf, type SavedBody, type SavedReport } from "./saved";
import { SaveDialog } from "./SaveDialog";
import type { Entry } from "./types";

interface Props {
  entry: Entry;
  filters: Filters;
  name: string;
  label: string;
}

export function SaveAs({ entry, filters, name, label }: Props) {
  const { t } = useTranslation("reports");
  const navigate = useNavigate();
  const refresh = useRefreshLists();
  const may = usePermission();
  const [isOpen, setOpen] = useState(false);
  if (!may("reports.save")) return null;
  const save = async (values: { name: string; shared: boolean }) => {
    const body: SavedBody = { ...values, definition: definitionOf(entry, filters) };
    const made = await api.post<SavedReport>("/saved-reports", body);
    await refresh();
    void navigate({ to: "/reports/saved/$savedId", params: { savedId: made.id } });
  };
  return (
    <>
      <Button icon={<SaveOutlined />} onClick={() => setOpen(true)}>{label}</Button>
      {isOpen && <SaveDialog title={t("saved.saveTitle")} initial={{ name, shared: false }} onSave={save} onClose={() => setOpen(false)} />}
    </>
  );
}
