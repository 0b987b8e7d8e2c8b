/** What a new seat is called when nobody says otherwise. */
import type { SeatRecord } from "@/api/records";

const FIRST_NUMBER = 1;
const FIRST_EXTENSION = 1001;

function after(taken: number[], first: number): number {
  return taken.length ? Math.max(...taken) + 1 : first;
}

/** One more than the highest number and extension in use. */
export function nextSeat(seats: Pick<SeatRecord, "number" | "extension">[]): { number: string; extension: string } {
  const numbers = seats.map((seat) => Number(/^A(\d+)$/.exec(seat.number)?.[1])).filter(Number.isFinite);
  const extensions = seats.map((seat) => Number(seat.extension)).filter(Number.isFinite);
  return {
    number: `A${String(after(numbers, FIRST_NUMBER)).padStart(3, "0")}`,
    extension: String(after(extensions, FIRST_EXTENSION)),
  };
}
