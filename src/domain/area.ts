import type { Area, ProvinceOverlay } from './catalogue.ts';

/** The communes of a province sorted by which of its areas reach them. */
export interface AreaProfiles {
  /** Which areas reach a commune; the first entry is for every commune that no list names. */
  readonly profiles: readonly (readonly Area[])[];
  /** Number of the profile of each commune that a list names. */
  readonly profileOf: ReadonlyMap<string, number>;
}

/** Groups communes by the areas that reach them, so that the law is compiled once per group and not per commune. */
export function areaProfiles(province: ProvinceOverlay | null): AreaProfiles {
  const areas = province?.areas ?? [];
  const profiles: Area[][] = [areas.filter((area) => area.communes === null)];
  const profileOf = new Map<string, number>();
  const numbers = new Map<string, number>();
  for (const commune of new Set(areas.flatMap((area) => [...(area.communes ?? [])]))) {
    const reaching = areas.filter((area) => area.communes === null || area.communes.has(commune));
    const key = reaching.map((area) => areas.indexOf(area)).join(' ');
    const number = numbers.get(key) ?? profiles.length;
    if (!numbers.has(key)) profiles.push(reaching);
    numbers.set(key, number);
    profileOf.set(commune, number);
  }
  return { profiles, profileOf };
}
