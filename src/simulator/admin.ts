import { problemsOf } from "./account/checkJson.js";
import { type AccountEditor, EditError, type GroupChanges } from "./account/editor.js";
import type { SeedSchemaName } from "./account/seedValidators.js";
import type { Answer } from "./api/answers.js";
import { FaultSpecError } from "./behaviour/faultSpec.js";
import type { World } from "./world.js";

/** Where the admin interface lives, on the API's own port. */
export const ADMIN_PATH = "/__simulator/";

/** A request to the admin interface. */
export interface AdminRequest {
  readonly method: string;
  /** With {@link ADMIN_PATH} in front. */
  readonly path: string;
  /** The JSON sent; anything else where it was no JSON. */
  readonly body: unknown;
  readonly remoteAddress: string | undefined;
}

/** What the admin interface can do to the simulator; the world's, and the ordering of faults. */
export interface AdminPorts {
  readonly world: World;
  /** @throws FaultSpecError */
  readonly setFaults: (specs: readonly string[]) => void;
}

interface Edit extends GroupChanges {
  readonly accountId: string;
  /** Left out: a group is created. */
  readonly exten?: string;
  readonly delete?: boolean;
}

const ROUTES: Readonly<Record<string, (ports: AdminPorts, body: unknown) => unknown>> = {
  "GET state": ({ world }) => ({ accounts: [...world.accounts.values()].map(({ editor }) => editor.state()) }),

  "GET requests": ({ world }) => ({ requests: world.requests }),

  "POST faults"({ setFaults }, body) {
    const { faults } = checked<{ readonly faults: readonly string[] }>("faults", body);
    setFaults(faults);
    return { faults };
  },

  async "POST edit"({ world }, body) {
    const edit = checked<Edit>("edit", body);
    const editor = world.accounts.get(edit.accountId)?.editor;
    if (!editor) throw new EditError(`there is no account "${edit.accountId}"`);
    const exten = makeEdit(editor, edit);
    await world.keeper.settled();
    return { accountId: edit.accountId, exten };
  },
};

/** Answers a request to the admin interface; only to this machine, since it may do what the API may not. */
export async function answerAdmin(ports: AdminPorts, request: AdminRequest): Promise<Answer> {
  if (!isLoopback(request.remoteAddress)) return answer(403, { error: "served only to this machine" });
  const route = ROUTES[`${request.method} ${request.path.slice(ADMIN_PATH.length)}`];
  if (!route) return answer(404, { error: `expected ${Object.keys(ROUTES).join(", ")} under ${ADMIN_PATH}` });
  try {
    return answer(200, await route(ports, request.body));
  } catch (error) {
    if (error instanceof EditError || error instanceof FaultSpecError) return answer(400, { error: error.message });
    throw error;
  }
}

function makeEdit(editor: AccountEditor, { accountId: _, exten, delete: remove, ...changes }: Edit): string {
  if (exten === undefined) {
    const { displayName } = changes;
    if (displayName === undefined) throw new EditError("expected an exten, or the displayName of a group to create");
    return editor.createGroup({ ...changes, displayName });
  }
  if (remove) editor.deleteGroup(exten);
  else editor.editGroup(exten, changes);
  return exten;
}

/** @throws EditError with every problem */
function checked<T>(schema: SeedSchemaName, body: unknown): T {
  const problems = problemsOf(schema, body);
  if (problems.length > 0) throw new EditError(problems.join("; "));
  return body as T;
}

function answer(status: number, value: unknown): Answer {
  return { status, code: status, headers: { "Content-Type": "application/json" }, body: JSON.stringify(value) };
}

function isLoopback(address = ""): boolean {
  return address === "::1" || /^(::ffff:)?127\./.test(address);
}
