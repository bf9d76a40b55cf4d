import type { Span, Spans } from "../model/span.js";

/**
 * Spans in any order as a list of spans in theirs, none over another. Of two that overlap the earlier one keeps its place. Those
 * that touch become one where they come from the same place.
 */
export function inOrder(spans: readonly Span[]): Spans {
  const sorted = [...spans].sort((a, b) => a.from - b.from || b.until - a.until);
  const ordered: Span[] = [];
  for (const span of sorted) {
    const last = ordered.at(-1);
    if (last === undefined || span.from > last.until) ordered.push(span);
    else if (last.source === span.source && last.lead === span.lead) {
      if (span.until > last.until) ordered[ordered.length - 1] = endingLike(last, span);
    } else if (span.from >= last.until) ordered.push(span);
    else if (span.until > last.until) ordered.push(beginningAt(span, last.until, last.ends));
  }
  return ordered;
}

/** What is left of spans without others. @param spans absent: always @param away in their order, none over another */
export function without(spans: Spans | undefined, away: Spans): Spans | undefined {
  if (away.length === 0) return spans;
  const left: Span[] = [];
  const whole: Spans = spans ?? [{ from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY }];
  let first = 0;
  for (const span of whole) {
    let rest: Span | undefined = span;
    while (first < away.length && (away[first] as Span).until <= span.from) first += 1;
    for (let i = first; rest !== undefined && i < away.length && (away[i] as Span).from < rest.until; i += 1) {
      const cut = away[i] as Span;
      if (cut.from > rest.from) left.push(endingAt(rest, cut));
      rest = cut.until < rest.until ? beginningAt(rest, cut.until, cut.ends) : undefined;
    }
    if (rest !== undefined) left.push(rest);
  }
  return left;
}

function endingLike(span: Span, { until, ends, endedBy }: Span): Span {
  const { ends: _, endedBy: __, ...rest } = span;
  return { ...rest, until, ...(ends !== undefined && { ends }), ...(endedBy !== undefined && { endedBy }) };
}

function endingAt(span: Span, { from, begins, source }: Span): Span {
  return endingLike(span, {
    from,
    until: from,
    ...(begins !== undefined && { ends: begins }),
    ...(source !== undefined && { endedBy: source }),
  });
}

function beginningAt(span: Span, from: number, begins: string | undefined): Span {
  const { begins: _, ...rest } = span;
  return { ...rest, from, ...(begins !== undefined && { begins }) };
}
