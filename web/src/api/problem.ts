/** An answer of the server that says no, in the shape of RFC 9457. */

export interface FieldProblem {
  field: string;
  slug: string;
  message: string;
}

export interface ProblemBody {
  title?: string;
  status?: number;
  detail?: string;
  slug?: string;
  params?: Record<string, unknown>;
  fields?: FieldProblem[];
}

export class ApiProblem extends Error {
  readonly status: number;
  readonly slug: string;
  readonly detail: string | undefined;
  readonly params: Record<string, unknown>;
  readonly fields: FieldProblem[];

  constructor(status: number, body: ProblemBody) {
    super(body.slug ?? `http-${status}`);
    this.name = "ApiProblem";
    this.status = status;
    this.slug = body.slug ?? `http-${status}`;
    this.detail = body.detail ?? body.title;
    this.params = body.params ?? {};
    this.fields = body.fields ?? [];
  }
}

/** Status 0 stands for "no answer": the network or the server is away. */
export function isOffline(error: unknown): boolean {
  return error instanceof ApiProblem && error.status === 0;
}

export function isUnauthorized(error: unknown): boolean {
  return error instanceof ApiProblem && error.status === 401;
}
