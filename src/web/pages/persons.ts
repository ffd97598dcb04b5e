import { html } from 'hono/html';
import { initials, numberEnd } from '../../domain/masked.ts';
import { type Result, done, refused } from '../../domain/failure.ts';
import { dayText } from '../../labels/dates.ts';
import { type CommuneName, listCommunes } from '../../store/communes.ts';
import { type FoundPerson, type FoundPersons, searchPersons } from '../../store/person-search.ts';
import { type Field, type Input, textIn } from '../fields.ts';
import { filterForm, filterOf, withFailure } from '../filters.ts';
import { frame } from '../frame.ts';
import { type Markup, words } from '../layout.ts';
import { noteVisit } from '../register.ts';
import { type Part, READERS } from '../route.ts';
import type { Visit } from '../visit.ts';

const PATH = '/persons';

const QUERY: readonly Field[] = [
  {
    name: 'q',
    label: { vi: 'Mã người hưởng, số định danh hoặc họ tên', en: 'person id, id number or name' },
    kind: 'line',
    required: false,
  },
  { name: 'commune', label: { vi: 'Xã phường', en: 'commune' }, kind: 'line', required: false },
  { name: 'born', label: { vi: 'Năm sinh', en: 'year of birth' }, kind: 'line', required: false },
];

/** The address of a person's page. */
export function personPath(personId: string): string {
  return `${PATH}/${encodeURIComponent(personId)}`;
}

/** What was searched by: never the words themselves. */
function kindOfSearch(text: string): string {
  if (/^\d{9}$|^\d{12}$/.test(text)) return 'number';
  return /\d/.test(text) ? 'id' : 'name';
}

async function search(visit: Visit, input: Input): Promise<Result<FoundPersons>> {
  const [text, commune, born] = [textIn(input, 'q'), textIn(input, 'commune'), textIn(input, 'born')];
  if (born !== '' && !/^\d{4}$/.test(born))
    return refused('bad_field', 'Năm sinh gồm bốn chữ số. / A year of birth (born) has four digits.');
  const found = await searchPersons(visit.database.pool, {
    text,
    communeCode: commune === '' ? null : commune,
    birthYear: born === '' ? null : born,
  });
  await noteVisit(visit, 'search', {
    by: kindOfSearch(text),
    length: String(text.length),
    ...(/^\d{5}$/.test(commune) ? { commune } : {}),
    found: `${found.people.length}${found.hasMore ? '-or-more' : ''}`,
  });
  return done(found);
}

function row(person: FoundPerson): Markup {
  return html`<tr>
    <th scope="row"><a href="${personPath(person.personId)}">${person.personId}</a></th>
    <td data-label="Họ tên">${initials(person.fullName)}</td>
    <td data-label="Số định danh">${person.nationalId === null ? '–' : numberEnd(person.nationalId)}</td>
    <td data-label="Sinh">${dayText(person.birthDate)}</td>
    <td data-label="Xã">${person.communeCode} ${person.communeName}</td>
    <td data-label="Ghi chú">
      ${person.deathDate === null ? '' : html`† ${words({ vi: `chết ${dayText(person.deathDate)}`, en: 'died' })}`}
      ${person.mergedInto === null ? '' : words({ vi: `gộp vào ${person.mergedInto}`, en: 'merged' })}
    </td>
  </tr>`;
}

function foundTable({ people, hasMore }: FoundPersons): Markup {
  if (people.length === 0)
    return html`<p class="empty">
      ${words({
        vi: 'Không tìm thấy ai trong phạm vi của bạn. Thử mã, đủ 12 số định danh, hoặc tên và chữ đệm.',
        en: 'Nobody was found in your scope. Try the id, all 12 digits, or the last words of the name.',
      })}
    </p>`;
  return html`<div class="scroll" tabindex="0">
      <table class="cards">
        <caption class="hidden">
          Người tìm thấy / people found
        </caption>
        <thead>
          <tr>
            <th scope="col">${words({ vi: 'Mã', en: 'person' })}</th>
            <th scope="col">${words({ vi: 'Họ tên', en: 'name' })}</th>
            <th scope="col">${words({ vi: 'Số định danh', en: 'id number' })}</th>
            <th scope="col">${words({ vi: 'Sinh', en: 'born' })}</th>
            <th scope="col">${words({ vi: 'Xã phường', en: 'commune' })}</th>
            <th scope="col">${words({ vi: 'Ghi chú', en: 'note' })}</th>
          </tr>
        </thead>
        <tbody>
          ${people.map(row)}
        </tbody>
      </table>
    </div>
    ${
      hasMore
        ? html`<p class="note">
            ${words({ vi: `Chỉ hiện ${people.length} người đầu; thêm xã hoặc năm sinh.`, en: 'There are more: add a commune or year of birth.' })}
          </p>`
        : ''
    }`;
}

/** Communes as choices of a filter. */
export function communeChoices(communes: readonly CommuneName[]): NonNullable<Field['choices']> {
  return communes.map(({ code, name }) => ({ value: code, label: { vi: `${name} ${code}`, en: '' } }));
}

async function show(asked: Visit): Promise<Markup> {
  const { visit, input } = filterOf(asked, QUERY);
  const found = textIn(input, 'q') === '' ? null : await search(visit, input);
  const shown = found?.ok === false ? withFailure(visit, found.failure) : visit;
  const communes = await listCommunes(visit.database.pool);
  return frame(
    shown,
    { title: 'Tra cứu người', section: PATH },
    html`<h1>${words({ vi: 'Tra cứu người', en: 'people' })}</h1>
      ${filterForm(PATH, QUERY, input, { commune: communeChoices(communes) })}
      <section aria-labelledby="found-title">
        <h2 id="found-title">${words({ vi: 'Kết quả', en: 'results' })}</h2>
        ${
          found?.ok === true
            ? foundTable(found.value)
            : html`<p class="empty">
                ${words({
                  vi: 'Gõ mã người hưởng, số định danh, hoặc tên (có dấu hay không dấu), rồi bấm Lọc.',
                  en: 'Give an id, an id number, or a name with or without marks.',
                })}
              </p>`
        }
      </section>
      <p class="note">
        ${words({
          vi: 'Họ tên và số được che; mỗi lần tra cứu được ghi nhật ký (không ghi từ đã gõ).',
          en: 'Names and numbers are masked; that you searched is logged, not what for.',
        })}
      </p>`,
  );
}

/** Search for people. */
export const PERSONS_PART: Part = {
  screens: [{ path: PATH, roles: READERS, show }],
  actions: [],
  readings: [
    {
      path: PATH,
      roles: READERS,
      summary: {
        vi: 'Tra cứu người hưởng',
        en: 'People by id, id number or name; names and numbers masked, at most 50',
      },
      query: QUERY,
      async read(visit, query) {
        const found = await search(visit, query);
        if (!found.ok) return found;
        const persons = found.value.people.map((one) => ({
          person_id: one.personId,
          name: initials(one.fullName),
          national_id: one.nationalId === null ? null : numberEnd(one.nationalId),
          birth_date: one.birthDate,
          sex: one.sex,
          commune_code: one.communeCode,
          commune_name: one.communeName,
          death_date: one.deathDate,
          merged_into: one.mergedInto,
        }));
        return done({ persons, has_more: found.value.hasMore });
      },
    },
  ],
  downloads: [],
};
