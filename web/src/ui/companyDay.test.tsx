/** Days are the company's, wherever the browser is: it may be tomorrow there already. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import { DatePicker, Form } from "antd";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { meQuery } from "@/api/session";
import { DateField } from "./records/fields";
import { dayBegins, useCompanyDay } from "./time";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
  vi.setSystemTime("2026-11-30T10:30:00Z");
});
afterEach(() => vi.useRealTimers());

function Page() {
  useCompanyDay();
  return (
    <>
      <Form>
        <DateField name="day" label="Day" />
      </Form>
      <DatePicker.RangePicker open />
    </>
  );
}

/** The days that are marked as today in what stands open. */
function today(zone: string): (string | null)[] {
  const queries = new QueryClient();
  queries.setQueryData(meQuery.queryKey, { company: { time_zone: zone } } as never);
  const shown = () => (
    <QueryClientProvider client={queries}>
      <Page />
    </QueryClientProvider>
  );
  const { rerender, unmount } = render(shown());
  rerender(shown());
  const found = [...document.querySelectorAll(".ant-picker-cell-today")].map((cell) => cell.getAttribute("title"));
  unmount();
  return found;
}

test("a calendar's today is the company's", () => {
  expect(new Set(today("Pacific/Kiritimati"))).toEqual(new Set(["2026-12-01"]));
  expect(new Set(today("Pacific/Pago_Pago"))).toEqual(new Set(["2026-11-29"]));
});

test("a day begins when it does in the company", () => {
  expect(dayBegins("2026-11-30", "Asia/Shanghai")).toBe("2026-11-29T16:00:00.000Z");
  expect(dayBegins("2026-11-30", "Asia/Shanghai", 1)).toBe("2026-11-30T16:00:00.000Z");
  expect(dayBegins("2026-11-30T16:00:00Z", "Asia/Shanghai")).toBeUndefined();
});
