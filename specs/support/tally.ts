/** How often a key was counted and not counted off again. */
export type Tally = {
  get(key: number): number;
  /** Never below 0. */
  add(key: number, more: number): void;
  clear(): void;
};

const PLACES = 16;

/**
 * Counts by keys, of which few are above 0 at a time. A Map whose entries come and go by the million builds a new table every few
 * entries, each of which the one before keeps alive until a full garbage collection; so the first keys have places of their own.
 */
export function createTally(): Tally {
  const keys = new Float64Array(PLACES);
  const counts = new Float64Array(PLACES);
  const rest = new Map<number, number>();
  const placeOf = (key: number): number => {
    for (let place = 0; place < PLACES; place += 1)
      if (keys[place] === key && (counts[place] as number) > 0) return place;
    return -1;
  };
  return {
    get(key) {
      const place = placeOf(key);
      return place >= 0 ? (counts[place] as number) : (rest.get(key) ?? 0);
    },
    add(key, more) {
      let place = placeOf(key);
      if (place < 0 && !(rest.size > 0 && rest.has(key))) place = counts.indexOf(0);
      if (place < 0) {
        const now = (rest.get(key) ?? 0) + more;
        if (now > 0) rest.set(key, now);
        else rest.delete(key);
        return;
      }
      const before = keys[place] === key ? (counts[place] as number) : 0;
      keys[place] = key;
      counts[place] = Math.max(0, before + more);
    },
    clear() {
      counts.fill(0);
      rest.clear();
    },
  };
}
