import { isOdd, type LiveGroup, type LiveState, type OddGroup } from "./live.js";
import { LARGEST_PAGE, type PageSizes } from "./pageSizes.js";
import { firstPage, type ListPage, lengthOf, pagesOf } from "./readLive.js";
import type { GroupPage } from "./replies.js";

/**
 * Groups by their numbers, in as few calls as can be without knowing how large the account is.
 *
 * One group is one call, and no reading takes less. For several, the first page comes first: it may hold them all, and it
 * says how many pages there are. Those that it does not hold are read one by one, or with the other pages, whichever
 * takes fewer calls. So it costs one call more than the fewest at the most, where reading each by itself could cost all of
 * them but one too many; and it is known how many calls a reading of the whole account takes, which decides how an apply
 * reads back what it wrote.
 *
 * A group read by its number is whole by itself: here nothing can shift from page to page.
 *
 * @param whole reads the whole account, where a first page was read already from there on
 * @returns these groups and no others, whichever way they came: equal accounts must give equal plans
 */
export async function readSome(
  extens: readonly string[],
  list: ListPage,
  single: (exten: string) => Promise<LiveGroup | OddGroup | undefined>,
  whole: (first: GroupPage) => Promise<LiveState>,
  sizes: PageSizes,
): Promise<LiveState> {
  const [only, ...more] = extens;
  if (only === undefined) return { groups: [], odd: [], pageSize: LARGEST_PAGE, pages: 1 };
  // Whatever the account's size: of one change, one call is the cheapest proof, too.
  if (more.length === 0) return { ...sorted([await single(only)]), pageSize: LARGEST_PAGE, pages: 1 };

  const wanted = new Set(extens);
  const first = await firstPage(list, sizes);
  const isWanted = ({ exten }: LiveGroup | OddGroup) => exten !== undefined && wanted.has(exten);
  const found = [...first.groups, ...(first.odd ?? [])].filter(isWanted);
  const there = new Set(found.map((group) => group.exten));
  const missing = extens.filter((exten) => !there.has(exten));
  const pages = pagesOf(first);
  // Where the server does not count, only the end of the listing tells how long it is.
  if (missing.length > 0 && (pages === undefined || pages - 1 < missing.length)) {
    const { groups, odd, ...paging } = await whole(first);
    return { ...paging, groups: groups.filter(isWanted), odd: odd.filter(isWanted) };
  }
  const rest = await Promise.all(missing.map(single));
  return {
    ...sorted([...found, ...rest]),
    pageSize: Math.max(1, lengthOf(first)),
    pages: pages ?? 1,
  };
}

function sorted(found: readonly (LiveGroup | OddGroup | undefined)[]): Pick<LiveState, "groups" | "odd"> {
  const there = found.filter((group) => group !== undefined);
  return { groups: there.flatMap((group) => (isOdd(group) ? [] : [group])), odd: there.filter(isOdd) };
}
