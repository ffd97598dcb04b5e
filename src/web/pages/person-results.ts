import { html } from 'hono/html';
import type { FoundPerson, FoundPersons, PersonQuery } from '../../store/person-search.ts';
import { type Markup, figure, localDay, localMonth, words } from '../layout.ts';
import { month } from '../../domain/month.ts';
import { type Choice, addressOf, chooser } from './address.ts';

/** What the search shows. Names and numbers are printed as they are given; `found` null: nobody was looked for yet. */
export interface PersonResultsView {
  readonly path: string;
  readonly query: PersonQuery;
  readonly found: FoundPersons | null;
  readonly communes: readonly Choice[];
  readonly hrefOf: (personId: string) => string;
}

/** A date of birth as precise as it is known, as it is written in Viet Nam. */
function birth(date: string): string {
  if (date.length === 4) return date;
  return date.length === 7 ? localMonth(month(Number(date.replace('-', '')))) : localDay(date);
}

function form({ path, query, communes }: PersonResultsView): Markup {
  return html`<form class="filters" method="get" action="${addressOf(path, {})}" role="search">
    <label>
      ${words({ vi: 'Tên, mã hoặc số định danh', en: 'name, id or number' })}
      <input type="search" name="q" value="${query.text}" autocomplete="off" maxlength="100" />
    </label>
    ${chooser('commune', { vi: 'Xã, phường', en: 'commune' }, communes, query.communeCode)}
    <label>
      ${words({ vi: 'Năm sinh', en: 'born' })}
      <input
        name="born"
        value="${query.birthYear ?? ''}"
        inputmode="numeric"
        pattern="[0-9]{4}"
        maxlength="4"
        size="5"
      />
    </label>
    <button type="submit">Tìm <small lang="en">search</small></button>
  </form>`;
}

function row(person: FoundPerson, hrefOf: PersonResultsView['hrefOf']): Markup {
  const notes = [
    ...(person.deathDate === null ? [] : [`đã chết / died ${localDay(person.deathDate)}`]),
    ...(person.mergedInto === null ? [] : [`gộp vào / merged into ${person.mergedInto}`]),
  ];
  return html`<tr>
    <th scope="row"><a href="${hrefOf(person.personId)}">${person.fullName}</a></th>
    <td data-label="Mã">${person.personId}</td>
    <td data-label="Sinh">${birth(person.birthDate)}</td>
    <td data-label="Giới tính">${person.sex === 'M' ? 'Nam' : 'Nữ'}</td>
    <td data-label="Số định danh">${person.nationalId ?? '–'}</td>
    <td data-label="Xã">${person.communeName} <small>${person.communeCode}</small></td>
    <td>${notes.join('; ')}</td>
  </tr>`;
}

function results({ found, hrefOf }: PersonResultsView): Markup {
  if (found === null)
    return html`<p class="note">
      Tìm theo tên gọi, tên đệm và tên, hoặc cả họ tên, có dấu hoặc không dấu.
      <span lang="en">By given name, middle and given name, or the full name, with or without marks.</span>
    </p>`;
  if (found.people.length === 0)
    return html`<p class="empty" role="status">
      Không tìm thấy ai. Hãy bớt chữ hoặc bỏ bộ lọc. <span lang="en">Nobody. Use fewer words or no filter.</span>
    </p>`;
  return html`<p class="note" role="status">
      ${figure(found.people.length)} người
      ${found.hasMore ? words({ vi: 'và còn nữa: hãy thêm tên đệm, xã hoặc năm sinh', en: 'and more: add a middle name, commune or year' }) : ''}
    </p>
    <table class="cards">
      <thead>
        <tr>
          <th scope="col">${words({ vi: 'Họ và tên', en: 'name' })}</th>
          <th scope="col">${words({ vi: 'Mã', en: 'id' })}</th>
          <th scope="col">${words({ vi: 'Sinh', en: 'born' })}</th>
          <th scope="col">${words({ vi: 'Giới tính', en: 'sex' })}</th>
          <th scope="col">${words({ vi: 'Số định danh', en: 'id number' })}</th>
          <th scope="col">${words({ vi: 'Xã, phường', en: 'commune' })}</th>
          <th scope="col">${words({ vi: 'Ghi chú', en: 'notes' })}</th>
        </tr>
      </thead>
      <tbody>
        ${found.people.map((person) => row(person, hrefOf))}
      </tbody>
    </table>`;
}

/** The search for people and whom it found. */
export function personResults(view: PersonResultsView): Markup {
  return html`${form(view)} ${results(view)}`;
}
