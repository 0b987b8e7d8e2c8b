/** Versions of something, the newest first: number, when, by whom, what, and what can be done with each. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { SECOND, useInstant } from "./time";

export interface VersionRow {
  id: number;
  number: ReactNode;
  at: string;
  by: ReactNode;
  what: ReactNode;
  commands: ReactNode;
}

interface Props {
  heads: { number: string; at: string; by: string; what: string };
  rows: VersionRow[];
}

export function VersionsTable({ heads, rows }: Props) {
  const { t } = useTranslation();
  const instant = useInstant();
  return (
    <table className="lt-rows">
      <thead>
        <tr>
          <th scope="col">{heads.number}</th>
          <th scope="col">{heads.at}</th>
          <th scope="col">{heads.by}</th>
          <th scope="col">{heads.what}</th>
          <th scope="col">
            <span className="lt-hidden">{t("actions")}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((one) => (
          <tr key={one.id}>
            <td className="lt-num">{one.number}</td>
            <td className="lt-num">{instant(one.at, SECOND)}</td>
            <td>{one.by}</td>
            <td>{one.what}</td>
            <td className="lt-rows-actions">{one.commands}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
