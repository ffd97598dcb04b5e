import { html } from 'hono/html';
import { type Result, done, refused } from '../../domain/failure.ts';
import { newSecret, provePassword, secretHash } from '../../payroll/sign-in.ts';
import { changePassword } from '../../payroll/user-accounts.ts';
import { type ApiToken, insertToken, revokeToken, tokensOf } from '../../store/api-tokens.ts';
import { type Input, textIn } from '../fields.ts';
import { formOf } from '../forms.ts';
import { frame } from '../frame.ts';
import { type Markup, localDay, words } from '../layout.ts';
import { type Action, EVERYBODY, type Outcome, type Part } from '../route.ts';
import { type Visit, pathPart } from '../visit.ts';

const CHANGE: Action = {
  name: 'change-password',
  path: '/account/password',
  roles: EVERYBODY,
  label: { vi: 'Đổi mật khẩu', en: 'change password' },
  summary: { vi: 'Đổi mật khẩu của mình', en: 'Changes your own password' },
  isForPeople: true,
  fields: [
    {
      name: 'before',
      label: { vi: 'Mật khẩu hiện tại', en: 'present password' },
      kind: 'password',
      required: true,
      autocomplete: 'current-password',
    },
    {
      name: 'next',
      label: { vi: 'Mật khẩu mới', en: 'new password' },
      kind: 'password',
      required: true,
      autocomplete: 'new-password',
      help: {
        vi: 'Từ 12 ký tự; một câu ngắn dễ nhớ là tốt nhất.',
        en: '12 characters or more; a short sentence is best.',
      },
    },
  ],
  logged: [],
  page: show,
  async perform(visit, input) {
    const { database } = visit.office.context;
    const given = { name: visit.user.name, password: textIn(input, 'before'), address: visit.address };
    const proved = await provePassword(database, given);
    if (!proved.ok) return proved;
    const changed = await changePassword(database, visit.user, given.password, textIn(input, 'next'));
    if (!changed.ok) return changed;
    return done({
      place: '/sign-in',
      notice: { vi: 'Đã đổi mật khẩu.', en: 'The password was changed.' },
      document: {},
    });
  },
};

const ADD_TOKEN: Action = {
  name: 'add-token',
  path: '/account/tokens',
  roles: EVERYBODY,
  label: { vi: 'Tạo khóa', en: 'make a key' },
  summary: { vi: 'Tạo khóa API', en: 'Makes a key for programs' },
  isForPeople: true,
  provesPassword: true,
  fields: [
    { name: 'label', label: { vi: 'Dùng cho', en: 'what it is for' }, kind: 'line', required: true },
    { name: 'days', label: { vi: 'Số ngày hiệu lực', en: 'days it is valid' }, kind: 'number', required: true },
    {
      name: 'can_write',
      label: { vi: 'Được thao tác, không chỉ xem', en: 'may act, not only read' },
      kind: 'tick',
      required: false,
    },
  ],
  logged: ['days', 'can_write'],
  page: show,
  perform: addToken,
};

const LONGEST_DAYS = 366;

async function addToken(visit: Visit, input: Input): Promise<Result<Outcome>> {
  const days = Number(textIn(input, 'days'));
  if (days < 1 || days > LONGEST_DAYS)
    return refused('bad_field', `Số ngày từ 1 đến ${LONGEST_DAYS}. / Days: 1 to ${LONGEST_DAYS}.`);
  const secret = newSecret();
  await insertToken(visit.office.context.database.pool, {
    tokenSha256: secretHash(secret),
    userName: visit.user.name,
    label: textIn(input, 'label'),
    canWrite: textIn(input, 'can_write') === 'true',
    today: visit.office.settings.today(),
    days,
  });
  // Why in the notice: it is shown once and kept nowhere.
  const notice = { vi: `Khóa (chép ngay, chỉ hiện một lần): ${secret}`, en: 'copy it now, it is shown once' };
  return done({ place: '/account', notice, isSecret: true, document: {} });
}

const END_TOKEN: Action = {
  name: 'end-token',
  path: '/account/tokens/:tokenNo/end',
  roles: EVERYBODY,
  label: { vi: 'Hủy', en: 'end' },
  summary: { vi: 'Hủy khóa API', en: 'Ends a key' },
  isForPeople: true,
  fields: [],
  logged: [],
  page: show,
  async perform(visit) {
    const tokenNo = Number(pathPart(visit, 'tokenNo'));
    const { pool } = visit.office.context.database;
    if (!Number.isSafeInteger(tokenNo) || !(await revokeToken(pool, visit.user.name, tokenNo)))
      return refused('not_found', 'Không có khóa này. / You have no such key.');
    return done({ place: '/account', notice: { vi: 'Đã hủy khóa.', en: 'The key was ended.' }, document: {} });
  },
};

function tokenRow(visit: Visit, token: ApiToken): Markup {
  const kind = token.canWrite ? { vi: 'xem và thao tác', en: 'reads and acts' } : { vi: 'chỉ xem', en: 'reads' };
  return html`<tr>
    <th scope="row">${token.label}</th>
    <td>${words(kind)}</td>
    <td>${localDay(token.createdAt)}</td>
    <td>${localDay(token.endsOn)}</td>
    <td>
      ${
        token.isOver
          ? words({ vi: 'hết hiệu lực', en: 'over' })
          : formOf(visit, END_TOKEN, {
              at: `/account/tokens/${token.tokenNo}/end`,
              isSmall: true,
              key: String(token.tokenNo),
            })
      }
    </td>
  </tr>`;
}

function tokenTable(visit: Visit, tokens: readonly ApiToken[]): Markup {
  if (tokens.length === 0)
    return html`<p class="empty">${words({ vi: 'Chưa có khóa nào.', en: 'There is none yet.' })}</p>`;
  return html`<table>
    <thead>
      <tr>
        <th scope="col">${words({ vi: 'Dùng cho', en: 'for' })}</th>
        <th scope="col">${words({ vi: 'Quyền', en: 'rights' })}</th>
        <th scope="col">${words({ vi: 'Tạo lúc', en: 'made (UTC)' })}</th>
        <th scope="col">${words({ vi: 'Đến ngày', en: 'until' })}</th>
        <th scope="col">${words({ vi: 'Thao tác', en: 'act' })}</th>
      </tr>
    </thead>
    <tbody>
      ${tokens.map((token) => tokenRow(visit, token))}
    </tbody>
  </table>`;
}

async function show(visit: Visit): Promise<Markup> {
  const { context, settings } = visit.office;
  const tokens = await tokensOf(context.database.pool, visit.user.name, settings.today());
  const must = visit.user.mustChange
    ? html`<div class="news warn" role="status">
        ${words({ vi: 'Mật khẩu này do người khác cấp: hãy chọn mật khẩu của riêng bạn trước khi làm việc.', en: 'Somebody else knows this password: choose your own first.' })}
      </div>`
    : '';
  return frame(
    visit,
    { title: 'Tài khoản', section: null },
    html`<h1>${words({ vi: 'Tài khoản', en: 'your account' })}</h1>
      ${must}
      <section aria-labelledby="password-title">
        <h2 id="password-title">${words({ vi: 'Mật khẩu', en: 'password' })}</h2>
        ${formOf(visit, CHANGE, { at: CHANGE.path })}
      </section>
      ${
        visit.user.mustChange
          ? ''
          : html`<section aria-labelledby="tokens-title">
              <h2 id="tokens-title">${words({ vi: 'Khóa cho chương trình (API)', en: 'keys for programs' })}</h2>
              ${tokenTable(visit, tokens)}
              <details>
                <summary>${words({ vi: 'Tạo khóa mới', en: 'make a new key' })}</summary>
                ${formOf(visit, ADD_TOKEN, { at: ADD_TOKEN.path, values: { days: '90' } })}
              </details>
              <p class="note"><a href="/api/v1/openapi.json">/api/v1/openapi.json</a></p>
            </section>`
      }`,
  );
}

/** One's own account: password and keys for programs. */
export const ACCOUNT_PART: Part = {
  screens: [{ path: '/account', roles: EVERYBODY, show }],
  actions: [CHANGE, ADD_TOKEN, END_TOKEN],
  readings: [],
  downloads: [],
};
