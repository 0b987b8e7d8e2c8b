/** The numbers that callers dial: access numbers with their flows, and the 400 and 800 numbers bound to them. */
import { Segmented } from "antd";
import { useTranslation } from "react-i18next";
import { usePage } from "@/app/page";
import { AccessNumbers } from "./AccessNumbers";
import { BoundNumbers } from "./BoundNumbers";

type View = "access" | "bound";

export default function NumbersPage() {
  const { t } = useTranslation("numbers");
  const { search, setSearch } = usePage<object, { view: View; open: string }>();
  const view: View = search.view === "bound" ? "bound" : "access";
  const choice = (
    <Segmented<View>
      value={view}
      aria-label={t("title")}
      options={[
        { value: "access", label: t("access.title") },
        { value: "bound", label: t("bound.title") },
      ]}
      onChange={(chosen) => setSearch({ view: chosen === "bound" ? chosen : undefined, open: undefined })}
    />
  );
  return view === "bound" ? <BoundNumbers choice={choice} /> : <AccessNumbers choice={choice} />;
}
