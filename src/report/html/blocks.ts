import type { GroupChange, MemberChange } from "./changes.js";

/** A matrix small enough to be looked at: some groups by some of the agents who change in them. */
export interface Block {
  readonly columns: readonly Column[];
  readonly rows: readonly GroupChange[];
}
interface Column {
  readonly agentNumber: string;
  /** The shortest name that is known; empty where none is. */
  readonly name: string;
}

/** So many agents fit beside the names on a screen, and on a printed page in landscape. */
export const COLUMNS_AT_MOST = 30;
/** A block longer than this hides its heading row on paper. */
export const ROWS_AT_MOST = 60;

/**
 * One matrix of thousands of groups by thousands of agents is nearly empty, and too much for a browser. So it is cut
 * into blocks: groups that share agents who change stand together, hence both ends of a move are mostly seen at one
 * glance; each group stands in one block, unless more agents change in it than a block has columns. Every change of
 * every group is in exactly one cell; a new group without anybody is a row without any.
 */
export function blocksOf(groups: readonly GroupChange[]): Block[] {
  const blocks: Block[] = [];
  let open = new OpenBlock();
  for (const cluster of clustersOf(groups)) {
    const narrow = cluster.filter(({ changes }) => changes.length <= COLUMNS_AT_MOST);
    const wide = cluster.filter(({ changes }) => changes.length > COLUMNS_AT_MOST);
    // A cluster that fits into a block is not torn for the sake of the room that the block before has left.
    if (!open.fits(narrow) && new OpenBlock().fits(narrow)) {
      blocks.push(...open.closed());
      open = new OpenBlock();
    }
    for (const group of narrow) {
      if (!open.fits([group])) {
        blocks.push(...open.closed());
        open = new OpenBlock();
      }
      open.add(group);
    }
    blocks.push(...sliced(wide));
  }
  return [...blocks, ...open.closed()];
}

class OpenBlock {
  readonly #rows: GroupChange[] = [];
  readonly #columns = new Map<string, Column>();

  fits(groups: readonly GroupChange[]): boolean {
    const more = new Set(groups.flatMap(({ changes }) => changes.map(({ agentNumber }) => agentNumber)));
    for (const agent of this.#columns.keys()) more.add(agent);
    return more.size <= COLUMNS_AT_MOST && this.#rows.length + groups.length <= ROWS_AT_MOST;
  }

  add(group: GroupChange): void {
    this.#rows.push(group);
    for (const change of group.changes) addColumn(this.#columns, change);
  }

  closed(): Block[] {
    return this.#rows.length === 0 ? [] : [{ rows: this.#rows, columns: [...this.#columns.values()] }];
  }
}

/** Groups with many changes, by columns: a team of three hundred that joins ten groups is ten blocks of ten rows. */
function sliced(groups: readonly GroupChange[]): Block[] {
  const all = new Map<string, Column>();
  const places = new Map<string, number[]>();
  for (const [index, { changes }] of groups.entries()) {
    for (const change of changes) {
      addColumn(all, change);
      const known = places.get(change.agentNumber);
      if (known === undefined) places.set(change.agentNumber, [index]);
      else known.push(index);
    }
  }
  const columns = [...all.values()];
  const blocks: Block[] = [];
  for (let from = 0; from < columns.length; from += COLUMNS_AT_MOST) {
    const slice = columns.slice(from, from + COLUMNS_AT_MOST);
    const shown = new Set(slice.flatMap(({ agentNumber }) => places.get(agentNumber) ?? []));
    const rows = groups.filter((_, index) => shown.has(index));
    for (let row = 0; row < rows.length; row += ROWS_AT_MOST) {
      blocks.push({ columns: slice, rows: rows.slice(row, row + ROWS_AT_MOST) });
    }
  }
  return blocks;
}

function addColumn(columns: Map<string, Column>, { agentNumber, name }: MemberChange): void {
  const known = columns.get(agentNumber);
  // Some lists know a name that others do not.
  if (known === undefined || known.name === "") columns.set(agentNumber, { agentNumber, name });
}

/** Groups that are tied to each other by agents who change in both, in order of their first group. */
function clustersOf(groups: readonly GroupChange[]): GroupChange[][] {
  const parents = groups.map((_, index) => index);
  const rootOf = (index: number): number => {
    let root = index;
    while (parents[root] !== root) root = parents[root] ?? root;
    for (let at = index; at !== root; ) {
      const next = parents[at] ?? root;
      parents[at] = root;
      at = next;
    }
    return root;
  };
  const firstOf = new Map<string, number>();
  for (const [index, { changes }] of groups.entries()) {
    for (const { agentNumber } of changes) {
      const first = firstOf.get(agentNumber);
      if (first === undefined) firstOf.set(agentNumber, index);
      else parents[rootOf(index)] = rootOf(first);
    }
  }
  const clusters = new Map<number, GroupChange[]>();
  for (const [index, group] of groups.entries()) {
    const root = rootOf(index);
    const cluster = clusters.get(root);
    if (cluster === undefined) clusters.set(root, [group]);
    else cluster.push(group);
  }
  return [...clusters.values()];
}
