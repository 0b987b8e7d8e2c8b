/** What a user may be given, and what changing his seat means. */
import type { Layer, Role, SeatRecord, UserRecord } from "@/api/records";
import { pick } from "@/i18n";
import type { Option } from "@/ui/records/fields";

export function roleOptions(roles: Role[], layerName: (layer: Layer) => string): Option[] {
  return roles.map((role) => ({ value: role.id, label: `${pick(role)} · ${layerName(role.layer)}` }));
}

/** Free seats first; a seat of somebody else says whose it is. */
export function seatOptions(
  seats: SeatRecord[],
  user: string | undefined,
  label: (seat: { number: string; extension: string }, holder?: string) => string,
): Option[] {
  const taken = (seat: SeatRecord) => !!seat.user && seat.user.id !== user;
  return [...seats]
    .sort((a, b) => Number(taken(a)) - Number(taken(b)) || a.number.localeCompare(b.number))
    .map((seat) => ({ value: seat.id, label: label(seat, taken(seat) ? seat.user?.name : undefined) }));
}

/** The one seat to change, if any: the wanted one gets the user, or the old one loses him. */
export function seatChange(user: UserRecord, wanted: string | null | undefined): { seat: string; user: string | null } | undefined {
  const now = user.seat?.id;
  if ((wanted ?? undefined) === now) return undefined;
  if (wanted) return { seat: wanted, user: user.id };
  return now ? { seat: now, user: null } : undefined;
}
