import { closest, distance } from "fastest-levenshtein";

/**
 * Checks a JSON value: gives it back typed, or notes in `problems` what is wrong at which path and gives `undefined`.
 * Goes on after a problem, so that one reading finds them all.
 */
export type Check<T> = (value: unknown, path: string, problems: string[]) => T | undefined;

/** A check for a field that may be left out. */
export interface Optional<T> {
  readonly optional: Check<T>;
}

export const maybe = <T>(optional: Check<T>): Optional<T> => ({ optional });

/** For each field of T its check; for the optional ones, an {@link Optional}. */
export type Shape<T> = {
  readonly [K in keyof T]-?: Partial<Pick<T, K>> extends Pick<T, K> ? Optional<Required<T>[K]> : Check<T[K]>;
};

function checkThat<T>(expected: string, holds: (value: unknown) => value is T): Check<T> {
  return (value, path, problems) => {
    if (holds(value)) return value;
    problems.push(`${path}: expected ${expected}, got ${brief(value)}`);
    return undefined;
  };
}

export const text = checkThat(
  "a text that is not empty",
  (value): value is string => typeof value === "string" && value !== "",
);
export const flag = checkThat("true or false", (value) => typeof value === "boolean");
export const wholeNumber = checkThat(
  "a whole number from 0",
  (value): value is number => Number.isSafeInteger(value) && Number(value) >= 0,
);
export const digits = checkThat(
  "a text of 1 to 15 digits",
  (value): value is string => typeof value === "string" && /^\d{1,15}$/.test(value),
);

export const rawFields = checkThat(
  "an object or null",
  (value): value is Readonly<Record<string, unknown>> | null => typeof value === "object" && !Array.isArray(value),
);

export function oneOf<const T extends string>(words: readonly T[]): Check<T> {
  return checkThat(words.map((word) => `"${word}"`).join(" or "), (value): value is T =>
    words.some((word) => word === value),
  );
}

export function listOf<T>(item: Check<T>): Check<T[]> {
  return (value, path, problems) => {
    if (Array.isArray(value)) {
      return value
        .map((entry, index) => item(entry, `${path}[${index}]`, problems))
        .filter((entry) => entry !== undefined);
    }
    problems.push(`${path}: expected a list, got ${brief(value)}`);
    return undefined;
  };
}

/** A text taken as it is, or anything else as `check` wants it. */
export function textOr<T>(check: Check<T>): Check<string | T> {
  return (value, path, problems) =>
    typeof value === "string" ? text(value, path, problems) : check(value, path, problems);
}

/** An object with exactly these fields. */
export function objectOf<T>(shape: Shape<T>): Check<T> {
  const known = Object.keys(shape);
  const fields = Object.entries<Check<unknown> | Optional<unknown>>(shape as never);
  return (value, path, problems) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      problems.push(`${path}: expected an object with ${known.join(", ")}, got ${brief(value)}`);
      return undefined;
    }
    const given = new Map(Object.entries(value));
    for (const name of given.keys()) {
      if (!known.includes(name)) problems.push(`${path}.${name}: unknown field; ${suggest(name, known)}`);
    }
    const read = fields.flatMap(([name, check]) => {
      const isOptional = typeof check !== "function";
      if (isOptional && !given.has(name)) return [];
      const checked = (isOptional ? check.optional : check)(given.get(name), `${path}.${name}`, problems);
      return [[name, checked]];
    });
    // Where a field was wrong, the problem is noted and nobody uses the object.
    return Object.fromEntries(read) as T;
  };
}

function suggest(word: string, known: readonly string[]): string {
  const nearest = closest(word, known);
  return distance(word, nearest) <= 2 ? `did you mean ${nearest}?` : `expected ${known.join(", ")}`;
}

function brief(value: unknown): string {
  if (value === undefined) return "nothing";
  const json = JSON.stringify(value) ?? typeof value;
  return json.length > 40 ? `${json.slice(0, 39)}…` : json;
}
