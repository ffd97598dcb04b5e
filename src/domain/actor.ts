/**
 * Whether two names of persons who act are one: without regard to case, spaces, invisible signs and the way in which letters with marks are put
 * together. Why so loose: who must be another person shall not become one by the way a name is typed.
 */
export function isSameActor(one: string, other: string): boolean {
  const plain = (name: string): string =>
    name
      .normalize('NFKC')
      .replaceAll(/\p{Cf}/gu, '')
      .replaceAll(/\s+/g, ' ')
      .trim()
      .toLowerCase();
  return plain(one) === plain(other);
}
