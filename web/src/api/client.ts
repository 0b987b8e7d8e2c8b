/** The one place that talks HTTP with the server: session cookie, language, problems. */
import { i18n } from "@/i18n";
import { noteServerDate } from "./clock";
import { ApiProblem, type ProblemBody } from "./problem";
import { save } from "./save";

/** A list repeats its name in the address. */
export type Query = Record<string, string | number | boolean | readonly string[] | undefined | null>;

interface Options {
  query?: Query;
  body?: unknown;
  signal?: AbortSignal;
}

export function apiUrl(path: string, query?: Query): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value === undefined || value === null || value === "") continue;
    for (const one of Array.isArray(value) ? value : [value]) search.append(name, String(one));
  }
  const tail = search.toString();
  return `/api${path}${tail ? `?${tail}` : ""}`;
}

async function problemOf(response: Response): Promise<ApiProblem> {
  const text = await response.text();
  let body: ProblemBody = {};
  try {
    body = JSON.parse(text) as ProblemBody;
  } catch {
    body = {};
  }
  return new ApiProblem(response.status, body);
}

async function send(method: string, path: string, options: Options): Promise<Response> {
  const headers: Record<string, string> = { "Accept-Language": i18n.language };
  if (method !== "GET") headers["X-Requested-With"] = "lingting";
  let payload: BodyInit | undefined;
  if (options.body instanceof FormData) payload = options.body;
  else if (options.body !== undefined) {
    headers["Content-Type"] = "application/json";
    payload = JSON.stringify(options.body);
  }
  let response: Response;
  try {
    response = await fetch(apiUrl(path, options.query), {
      method,
      headers,
      body: payload,
      signal: options.signal,
      credentials: "same-origin",
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiProblem(0, { slug: "offline" });
  }
  noteServerDate(response.headers.get("date"));
  if (!response.ok) throw await problemOf(response);
  return response;
}

/** A file, kept under the name the server gives it; it is asked for here, not by a link, so that a refusal is told on the page. */
async function download(method: "GET" | "POST", path: string, options: Options): Promise<void> {
  const answer = await send(method, path, options);
  const name = /filename="([^"]+)"/.exec(answer.headers.get("content-disposition") ?? "")?.[1] ?? "";
  const content = await answer.blob().catch(() => {
    throw new ApiProblem(0, { slug: "offline" });
  });
  save(content, name);
}

async function json<T>(method: string, path: string, options: Options = {}): Promise<T> {
  const response = await send(method, path, options);
  if (response.status === 204) return undefined as T;
  const text = await response.text();
  return (text ? JSON.parse(text) : undefined) as T;
}

export const api = {
  get: <T>(path: string, query?: Query, signal?: AbortSignal) => json<T>("GET", path, { query, signal }),
  post: <T = void>(path: string, body?: unknown) => json<T>("POST", path, { body }),
  put: <T = void>(path: string, body?: unknown) => json<T>("PUT", path, { body }),
  patch: <T = void>(path: string, body?: unknown) => json<T>("PATCH", path, { body }),
  delete: <T = void>(path: string) => json<T>("DELETE", path),
  download,
};

/** A list as every listing of the server answers. */
export interface Page<T> {
  items: T[];
  next: string | null;
  total?: number;
}
