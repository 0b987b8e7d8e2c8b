/** The customer behind a caller: by his id when the server knows it, else by his number. */
import { queryOptions } from "@tanstack/react-query";
import { api, type Page } from "@/api/client";
import type { Contact, Customer } from "@/api/types";
import type { Caller } from "@/rt/state";

export function customersOf(caller: Caller | undefined) {
  const id = caller?.customer_id;
  const number = caller?.anonymous ? undefined : (caller?.number ?? caller?.shown);
  return queryOptions({
    queryKey: ["customers", "of", id ?? number ?? ""],
    enabled: !!(id ?? number),
    queryFn: async ({ signal }): Promise<Customer[]> => {
      if (id) return [await api.get<Customer>(`/customers/${id}`, undefined, signal)];
      return (await api.get<Page<Customer>>("/customers", { number }, signal)).items;
    },
  });
}

export function historyOf(customer: string) {
  return queryOptions({
    queryKey: ["customers", customer, "history"],
    queryFn: ({ signal }) => api.get<Page<Contact>>(`/customers/${customer}/history`, undefined, signal),
  });
}
