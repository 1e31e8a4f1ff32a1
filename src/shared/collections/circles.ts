/**
 * Whether a node would be above itself with the parent: the way up from the parent leads through the node. A way that circles
 * without it ends where it began.
 *
 * @param parents the parent of each node; roots are left out or have null
 */
export function wouldCircle(
  parents: ReadonlyMap<string, string | null>,
  node: string,
  parent: string,
): boolean {
  const passed = new Set<string>();
  for (let next: string | null = parent; next !== null && !passed.has(next);) {
    if (next === node) return true;
    passed.add(next);
    next = parents.get(next) ?? null;
  }
  return false;
}
