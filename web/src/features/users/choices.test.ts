import { describe, expect, test } from "vitest";
import type { SeatRecord, UserRecord } from "@/api/records";
import { seatChange, seatOptions } from "./choices";

const user = (seat: string | null): UserRecord => ({
  id: "u1",
  account: "agent1",
  name: "A",
  language: "zh-CN",
  active: true,
  must_change_password: false, email: "", started_on: null,
  photo_url: null,
  created_at: "2026-11-01T00:00:00Z",
  roles: [],
  seat: seat ? { id: seat, number: "A001", extension: "1001" } : null,
});

describe("changing a user's seat", () => {
  test("asks nothing of the server when nothing changes", () => {
    expect(seatChange(user("s1"), "s1")).toBeUndefined();
    expect(seatChange(user(null), undefined)).toBeUndefined();
    expect(seatChange(user(null), null)).toBeUndefined();
  });

  test("gives the wanted seat, or frees the old one", () => {
    expect(seatChange(user("s1"), "s2")).toEqual({ seat: "s2", user: "u1" });
    expect(seatChange(user("s1"), undefined)).toEqual({ seat: "s1", user: null });
  });
});

test("free seats and the user's own come before those of others", () => {
  const seat = (number: string, holder?: string): SeatRecord => ({
    id: number,
    number,
    extension: "1",
    user: holder ? { id: holder, account: holder, name: holder } : null,
    has_password: false,
  });
  const options = seatOptions([seat("A001", "u2"), seat("A003"), seat("A002", "u1")], "u1", (one, holder) => `${one.number} ${holder ?? ""}`.trim());
  expect(options.map((one) => one.label)).toEqual(["A002", "A003", "A001 u2"]);
});
