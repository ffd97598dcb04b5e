import { readFileSync } from 'node:fs';
import { between, randomFor, repeatByWeight } from './random.ts';

export interface Commune {
  readonly code: string;
  readonly name: string;
  /** Sơn Động and Lục Ngạn area: the communes with special difficulties, where SA7 is granted. */
  readonly isMountain: boolean;
  /** Born here before 2025 means an id number that begins with 024 (former Bắc Giang) or 027 (former Bắc Ninh). */
  readonly idProvince: '024' | '027';
  readonly points: readonly string[];
}

export interface Territory {
  readonly communesCsv: string;
  readonly pointsCsv: string;
  readonly communes: readonly Commune[];
  /** Every commune as often as its share of the population says. */
  readonly crowd: readonly Commune[];
  readonly mountains: readonly Commune[];
  /** Communes in which a social assistance facility stands. */
  readonly facilities: readonly Commune[];
}

/** Two large communes of which a whole list is false: nobody leaves the one, everybody collects in the other. */
export interface FalseLists {
  readonly unchanged: string;
  readonly allCollected: string;
}

const FALSE_LISTS = 9;
const LARGE = 12;

const FIRST_MOUNTAIN = '07531';
const LAST_MOUNTAIN = '07672';
const FIRST_OF_FORMER_BAC_NINH = '09000';
const FACILITY_CODES: ReadonlySet<string> = new Set(['07228', '09400']);

interface Draft {
  readonly commune: Commune;
  readonly weight: number;
  readonly pointRows: string;
}

/** Reads one line of communes.csv. Former communes merged into it stand for its population; mountain communes are thinner. */
function readCommune(line: string): Draft {
  const [code = '', name = '', kind = ''] = line.split(',', 3);
  const parts = line.split(',').length - 4;
  const isMountain = kind === 'commune' && code >= FIRST_MOUNTAIN && code <= LAST_MOUNTAIN;
  const spread = Number(code) % 7;
  const weight = Math.ceil(((parts * 10 + spread) * (isMountain ? 4 : 8)) / 8) + (kind === 'ward' ? 8 : 0);
  const shortName = name.replace(/^(Phường|Xã) /u, '');
  const points = Array.from({ length: 2 + (Number(code) % 2) }, (_, at) => `BD${code}-${at + 1}`);
  const pointName = (at: number): string => {
    if (at === 0) return `Bưu cục ${shortName}`;
    return `Điểm Bưu điện - Văn hóa ${name.replace(/^Phường/u, 'phường').replace(/^Xã/u, 'xã')} ${at}`;
  };
  const pointRows = points.map((point, at) => `${point},${pointName(at)},${code},VNPOST\n`).join('');
  const idProvince = code < FIRST_OF_FORMER_BAC_NINH ? '024' : '027';
  return { commune: { code, name, isMountain, idProvince, points }, weight, pointRows };
}

/** The 99 communes of Bắc Ninh (QĐ 19/2025/QĐ-TTg) with two or three post-office points each. */
export function readTerritory(): Territory {
  const communesCsv = readFileSync(new URL('communes.csv', import.meta.url), 'utf8');
  const drafts = communesCsv.trimEnd().split('\n').slice(1).map(readCommune);
  const communes = drafts.map((draft) => draft.commune);
  return {
    communesCsv,
    pointsCsv: `code,name,commune_code,provider\n${drafts.map((draft) => draft.pointRows).join('')}`,
    communes,
    crowd: repeatByWeight(drafts.map((draft) => [draft.commune, draft.weight])),
    mountains: communes.filter((commune) => commune.isMountain),
    facilities: communes.filter((commune) => FACILITY_CODES.has(commune.code)),
  };
}

/** The communes with false lists, by the seed: only large ones, where chance alone does not explain the list. */
export function falseLists(territory: Territory, seed: number): FalseLists {
  const weight = (commune: Commune): number => territory.crowd.filter((one) => one === commune).length;
  const large = territory.communes.toSorted((a, b) => weight(b) - weight(a)).slice(0, LARGE);
  const random = randomFor(seed, 0, FALSE_LISTS);
  const first = between(random, 0, LARGE - 1);
  const second = (first + between(random, 1, LARGE - 1)) % LARGE;
  return { unchanged: large[first]?.code ?? '', allCollected: large[second]?.code ?? '' };
}
