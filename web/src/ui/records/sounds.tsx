/** Choosing the music that waiting callers hear. */
import { useTranslation } from "react-i18next";
import { SelectField } from "./fields";

interface Props {
  name: string | (string | number)[];
  label: string;
  hint?: string;
  wide?: boolean;
}

/** The music that the telephone system brings. */
const collections = ["default"] as const;

export function MusicField(props: Props) {
  const { t } = useTranslation("records");
  return <SelectField {...props} options={collections.map((one) => ({ value: one, label: t(`musicNames.${one}`) }))} placeholder={t("musicNames.default")} />;
}
