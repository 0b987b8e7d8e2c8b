/** A list that is still awaited is not told to be empty. */
import { render, screen } from "@testing-library/react";
import { I18nextProvider } from "react-i18next";
import { expect, test } from "vitest";
import { i18n, switchLanguage } from "@/i18n";
import { RecordsTable } from "./RecordsTable";

test.each([
  [true, null, null],
  [false, "No users yet", "0 in all"],
])("loading: %s", (loading, nothing, total) => {
  switchLanguage("en");
  render(
    <I18nextProvider i18n={i18n}>
      <RecordsTable<{ id: string }>
        label="Users"
        rows={[]}
        loading={loading}
        columns={[{ title: "Id", dataIndex: "id" }]}
        idOf={(row) => row.id}
        nameOf={(row) => row.id}
        mayWrite
        onOpen={() => undefined}
        empty={<p>No users yet</p>}
      />
    </I18nextProvider>,
  );
  expect(screen.queryByText("No users yet")?.textContent ?? null).toBe(nothing);
  expect(screen.queryByText("0 in all")?.textContent ?? null).toBe(total);
});
