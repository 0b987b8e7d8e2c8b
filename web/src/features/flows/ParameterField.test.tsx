/** Days of a node, such as holidays, are chosen in a calendar. */
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { I18nextProvider } from "react-i18next";
import { expect, test, vi } from "vitest";
import { i18n } from "@/i18n";
import { daysBetween } from "./days";
import { ParameterField } from "./ParameterField";
import type { Schema } from "./types";

const schema = { type: "array", items: { type: "string", format: "date" }, default: [], "x-kind": "dates", "x-label": { "zh-CN": "休息日", en: "Closed days" } } as unknown as Schema;

const show = async (value: string[]) => {
  await i18n.changeLanguage("en");
  const onChange = vi.fn();
  render(
    <I18nextProvider i18n={i18n}>
      <ParameterField name="closed_days" schema={schema} defs={{}} value={value} onChange={onChange} pickers={{}} disabled={false} />
    </I18nextProvider>,
  );
  return onChange;
};

test("holidays are added from one day to another, in order and each once", async () => {
  const onChange = await show(["2027-01-04", "2027-01-02"]);
  const [from, to] = [screen.getByPlaceholderText("Add from"), screen.getByPlaceholderText("to")];
  await userEvent.type(from, "2027-01-02{Enter}");
  await userEvent.type(to, "2027-01-03{Enter}");
  expect(onChange).toHaveBeenLastCalledWith(["2027-01-02", "2027-01-03", "2027-01-04"]);
});

test("a list of days that is pasted becomes days", async () => {
  const onChange = await show([]);
  await userEvent.click(screen.getByRole("combobox", { name: "Closed days" }));
  await userEvent.paste("2027-10-02\u30012027-10-01");
  expect(onChange).toHaveBeenLastCalledWith(["2027-10-01", "2027-10-02"]);
});

test("the days between two include both, over the end of a month", () => {
  expect(daysBetween("2027-01-31", "2027-02-01")).toEqual(["2027-01-31", "2027-02-01"]);
  expect(daysBetween("2027-02-01", "2027-02-01")).toEqual(["2027-02-01"]);
  expect(daysBetween("2027-02-02", "2027-02-01")).toEqual([]);
});
