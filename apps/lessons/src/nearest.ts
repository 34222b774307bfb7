/** The candidate that `word` begins, else the one that is fewest edits away, or undefined when none is close enough to be meant. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const begun = candidates.find((candidate) => word !== "" && candidate.startsWith(word));
  if (begun !== undefined) return begun;
  const fewest = Math.min(...candidates.map((candidate) => editDistance(word, candidate)));
  if (fewest >= word.length || fewest > 1 + word.length / 3) return undefined;
  return candidates.find((candidate) => editDistance(word, candidate) === fewest);
}

/** Insertions, deletions and replacements that turn `from` into `to` (Levenshtein). */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const replaced = row[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[to.length]!;
}
