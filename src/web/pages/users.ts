import { html } from 'hono/html';
import { type Result, done } from '../../domain/failure.ts';
import { USER_ROLES, roleFrom, scopeFrom, userNameFrom } from '../../domain/user.ts';
import { ROLE_LABELS } from '../../labels/users.ts';
import { addUser, changeRole, resetPassword, setUserActive } from '../../payroll/user-accounts.ts';
import { type KnownUser, listUsers } from '../../store/users.ts';
import { type Field, type Input, textIn } from '../fields.ts';
import { formOf } from '../forms.ts';
import { frame } from '../frame.ts';
import { type Markup, localDay, words } from '../layout.ts';
import type { Action, Outcome, Part } from '../route.ts';
import { type Visit, pathPart } from '../visit.ts';

const ROLE: Field = {
  name: 'role',
  label: { vi: 'Vai trò', en: 'role' },
  kind: 'choice',
  required: true,
  choices: USER_ROLES.map((value) => ({ value, label: ROLE_LABELS[value] })),
};

const COMMUNES: Field = {
  name: 'communes',
  label: { vi: 'Phạm vi (mã xã)', en: 'scope (commune codes)' },
  kind: 'communes',
  required: false,
  help: { vi: 'Bỏ trống: toàn tỉnh.', en: 'Empty: the whole province.' },
};

/** The password for the first time is in the notice only: it is kept nowhere but as a hash. */
function withPassword(place: string, name: string, password: string | null): Outcome {
  const notice =
    password === null
      ? {
          vi: `Đã thêm ${name}; người này đăng nhập qua hệ thống của cơ quan.`,
          en: "signs in at the office's own sign-in",
        }
      : {
          vi: `Mật khẩu lần đầu của ${name}, đưa tận tay: ${password}`,
          en: 'shown once; must be changed at the first sign-in',
        };
  return { place, notice, isSecret: password !== null, document: { user: name } };
}

const ADD: Action = {
  name: 'add-user',
  path: '/users',
  roles: ['admin'],
  label: { vi: 'Thêm người dùng', en: 'add the user' },
  summary: { vi: 'Thêm người dùng', en: 'Adds a user; answers the password for the first sign-in' },
  provesPassword: true,
  isForPeople: true,
  fields: [
    { name: 'user', label: { vi: 'Tên đăng nhập', en: 'user name' }, kind: 'line', required: true },
    { name: 'full_name', label: { vi: 'Họ tên', en: 'full name' }, kind: 'line', required: true },
    ROLE,
    COMMUNES,
    {
      name: 'subject',
      label: { vi: 'Mã đăng nhập của cơ quan', en: "the office's own sign-in" },
      kind: 'line',
      required: false,
      help: {
        vi: 'Dạng ISSUER SUBJECT; bỏ trống: dùng mật khẩu.',
        en: 'issuer and subject with a space between; empty: a password.',
      },
    },
  ],
  logged: ['user', 'role', 'communes'],
  page: show,
  async perform(visit, input) {
    const name = userNameFrom(textIn(input, 'user'));
    if (!name.ok) return name;
    const grant = grantIn(input);
    if (!grant.ok) return grant;
    const subject = textIn(input, 'subject') || null;
    const request = { ...grant.value, name: name.value, fullName: textIn(input, 'full_name'), password: null, subject };
    const added = await addUser(visit.office.context.database, { ...request, actor: visit.user.name });
    return added.ok ? done(withPassword('/users', name.value, added.value)) : added;
  },
};

function grantIn(input: Input): Result<Pick<KnownUser, 'role' | 'communes'>> {
  const role = roleFrom(textIn(input, 'role'));
  if (!role.ok) return role;
  const communes = scopeFrom(textIn(input, 'communes'));
  return communes.ok ? done({ role: role.value, communes: communes.value }) : communes;
}

const GRANT: Action = {
  name: 'change-role',
  path: '/users/:user/role',
  roles: ['admin'],
  label: { vi: 'Đổi quyền', en: 'change rights' },
  summary: { vi: 'Đổi vai trò và phạm vi', en: 'Gives a user another role or scope' },
  provesPassword: true,
  isForPeople: true,
  fields: [ROLE, COMMUNES],
  logged: ['role', 'communes'],
  page: show,
  async perform(visit, input) {
    const grant = grantIn(input);
    if (!grant.ok) return grant;
    const name = pathPart(visit, 'user');
    const changed = await changeRole(visit.office.context.database, name, grant.value, visit.user.name);
    if (!changed.ok) return changed;
    return done({
      place: '/users',
      notice: { vi: `Đã đổi quyền của ${name}.`, en: 'The rights were changed.' },
      document: { user: name },
    });
  },
};

const RESET: Action = {
  name: 'reset-password',
  path: '/users/:user/password',
  roles: ['admin'],
  label: { vi: 'Đặt lại mật khẩu', en: 'new password' },
  summary: { vi: 'Đặt lại mật khẩu', en: 'Makes a new first password' },
  provesPassword: true,
  isForPeople: true,
  fields: [],
  logged: [],
  page: show,
  async perform(visit) {
    const name = pathPart(visit, 'user');
    const reset = await resetPassword(visit.office.context.database, name, visit.user.name);
    return reset.ok ? done(withPassword('/users', name, reset.value)) : reset;
  },
};

function shut(isActive: boolean): Action {
  const label = isActive ? { vi: 'Mở lại', en: 'let in' } : { vi: 'Khóa', en: 'shut out' };
  return {
    name: isActive ? 'enable-user' : 'disable-user',
    path: `/users/:user/${isActive ? 'enable' : 'disable'}`,
    roles: ['admin'],
    label,
    summary: { vi: `${label.vi} người dùng`, en: isActive ? 'Lets a user in again' : 'Shuts a user out at once' },
    isForPeople: true,
    fields: [],
    logged: [],
    page: show,
    async perform(visit) {
      const name = pathPart(visit, 'user');
      const set = await setUserActive(visit.office.context.database, name, isActive, visit.user.name);
      if (!set.ok) return set;
      return done({ place: '/users', notice: { vi: `${label.vi}: ${name}.`, en: label.en }, document: { user: name } });
    },
  };
}

const ENABLE = shut(true);
const DISABLE = shut(false);

function stateOf(user: KnownUser): Markup {
  if (!user.isActive) return html`<span class="wrong">■ ${words({ vi: 'đã khóa', en: 'shut out' })}</span>`;
  if (user.isLocked)
    return html`<span class="warn">▲ ${words({ vi: 'khóa tạm 15 phút', en: 'waits 15 minutes' })}</span>`;
  if (user.mustChange) return html`${words({ vi: 'chưa đổi mật khẩu đầu', en: 'first password' })}`;
  return html`<span class="right">✓ ${words({ vi: 'hoạt động', en: 'active' })}</span>`;
}

function actsOf(visit: Visit, user: KnownUser): Markup | string {
  if (visit.user.role !== 'admin' || user.name === visit.user.name) return '';
  const at = `/users/${encodeURIComponent(user.name)}`;
  const values = { role: user.role, communes: user.communes?.join(', ') ?? '' };
  return html`<details>
    <summary>${words({ vi: 'Thay đổi', en: 'change' })}</summary>
    ${formOf(visit, GRANT, { at: `${at}/role`, values, key: user.name })}
    ${formOf(visit, RESET, { at: `${at}/password`, key: user.name })}
    ${formOf(visit, user.isActive ? DISABLE : ENABLE, { at: `${at}/${user.isActive ? 'disable' : 'enable'}`, key: user.name })}
  </details>`;
}

function userRow(visit: Visit, user: KnownUser): Markup {
  return html`<tr>
    <th scope="row">${user.name}</th>
    <td>${user.fullName}</td>
    <td>${words(ROLE_LABELS[user.role])}</td>
    <td>${user.communes?.join(', ') ?? words({ vi: 'toàn tỉnh', en: 'province' })}</td>
    <td>${stateOf(user)}</td>
    <td>${user.createdBy}, ${localDay(user.createdAt)}</td>
    <td>${actsOf(visit, user)}</td>
  </tr>`;
}

const HEADS = [
  { vi: 'Tên đăng nhập', en: 'user name' },
  { vi: 'Họ tên', en: 'full name' },
  { vi: 'Vai trò', en: 'role' },
  { vi: 'Phạm vi', en: 'scope' },
  { vi: 'Trạng thái', en: 'state' },
  { vi: 'Thêm bởi', en: 'added by (UTC)' },
  { vi: 'Thao tác', en: 'acts' },
];

async function show(visit: Visit): Promise<Markup> {
  const users = await listUsers(visit.office.context.database.pool);
  return frame(
    visit,
    { title: 'Người dùng', section: '/users' },
    html`<h1>${words({ vi: 'Người dùng và vai trò', en: 'users and roles' })}</h1>
      <section aria-labelledby="users-title">
        <h2 id="users-title">${words({ vi: `${users.length} người dùng`, en: 'users' })}</h2>
        <p class="note">
          ${words({ vi: 'Mỗi người một vai trò: người lập không duyệt, người duyệt không lập, quản trị không làm cả hai.', en: 'One role each: who makes does not approve, and who gives rights does neither.' })}
        </p>
        <div class="scroll" tabindex="0">
          <table>
            <thead>
              <tr>
                ${HEADS.map((label) => html`<th scope="col">${words(label)}</th>`)}
              </tr>
            </thead>
            <tbody>
              ${users.map((user) => userRow(visit, user))}
            </tbody>
          </table>
        </div>
      </section>
      ${
        visit.user.role === 'admin'
          ? html`<section aria-labelledby="add-title">
              <h2 id="add-title">${words(ADD.label)}</h2>
              ${formOf(visit, ADD, { at: ADD.path })}
            </section>`
          : ''
      }`,
  );
}

function userEntry(user: KnownUser): Record<string, unknown> {
  const { name, fullName, role, communes, isActive, createdBy, createdAt } = user;
  return {
    user: name,
    full_name: fullName,
    role,
    communes,
    active: isActive,
    created_by: createdBy,
    created_at: createdAt,
  };
}

/** Users and their rights: administrators change, auditors see. */
export const USERS_PART: Part = {
  screens: [{ path: '/users', roles: ['admin', 'auditor'], show }],
  actions: [ADD, GRANT, RESET, ENABLE, DISABLE],
  readings: [
    {
      path: '/users',
      roles: ['admin', 'auditor'],
      summary: { vi: 'Danh sách người dùng', en: 'Users with roles and scopes' },
      query: [],
      read: async (visit) => done({ users: (await listUsers(visit.office.context.database.pool)).map(userEntry) }),
    },
  ],
  downloads: [],
};
