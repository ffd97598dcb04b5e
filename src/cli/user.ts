import { type Result, done } from '../domain/failure.ts';
import { type User, roleFrom, scopeFrom, userNameFrom } from '../domain/user.ts';
import { addUser, changeRole, resetPassword, setUserActive } from '../payroll/user-accounts.ts';
import { openStore } from '../start.ts';
import type { Database } from '../store/database.ts';
import { readWhole } from '../store/files.ts';
import { listUsers } from '../store/users.ts';
import { ACTOR_OPTION, type Call, type Command, type ExitCode, JSON_OPTION, actorOf, refuse } from './command.ts';

const ROLE = { type: 'string', value: 'ROLE', required: true, help: 'officer, approver, auditor or admin' } as const;
const COMMUNES = { type: 'string', value: 'C,C', help: 'only these communes (default: the whole province)' } as const;

/** Bytes of a file that holds one password. */
const LONGEST_FILE = 1000;

/** Who gives rights on the machine is told apart from users of the console, whatever he is called. */
function keeperOf(call: Call): string {
  return `shell:${actorOf(call)}`;
}

async function withStore(call: Call, work: (database: Database) => Promise<ExitCode>): Promise<ExitCode> {
  const opened = await openStore(call);
  if (!opened.ok) return refuse(call, opened.failure);
  try {
    return await work(opened.value.value);
  } finally {
    await opened.value.close();
  }
}

function grantOf(call: Call): Result<Pick<User, 'name' | 'role' | 'communes'>> {
  const name = userNameFrom(call.arguments[0] ?? '');
  if (!name.ok) return name;
  const role = roleFrom(call.text('role') ?? '');
  if (!role.ok) return role;
  const communes = scopeFrom(call.text('communes') ?? '');
  return communes.ok ? done({ name: name.value, role: role.value, communes: communes.value }) : communes;
}

function sayPassword(call: Call, name: string, password: string | null): ExitCode {
  call.terminal.print(
    password === null
      ? `Đã thêm / added: ${name}`
      : `${name}: mật khẩu lần đầu / first password: ${password}\nPhải đổi khi đăng nhập lần đầu. / It must be changed at the first sign-in.`,
  );
  return 0;
}

export const userAdd: Command = {
  name: 'user add',
  arguments: ['USER'],
  summary: 'thêm người dùng bảng điều khiển / add a user of the console; prints the first password',
  options: {
    role: ROLE,
    'full-name': { type: 'string', value: 'TEXT', required: true, help: 'the name of the person' },
    communes: COMMUNES,
    'password-file': {
      type: 'string',
      value: 'FILE',
      help: 'a file with the password, which then need not be changed',
    },
    subject: {
      type: 'string',
      value: 'TEXT',
      help: "signs in at the office's own sign-in: issuer and subject, a space between",
    },
    actor: ACTOR_OPTION,
  },
  async run(call) {
    const grant = grantOf(call);
    if (!grant.ok) return refuse(call, grant.failure);
    const file = call.text('password-file');
    const bytes = file === null ? null : await readWhole(file, LONGEST_FILE);
    if (file !== null && bytes === null)
      return refuse(call, { code: 'bad_file', message: `--password-file ${file}: more than one line of text.` });
    const password = bytes === null ? null : new TextDecoder().decode(bytes).replace(/\r?\n$/, '');
    const request = { ...grant.value, fullName: call.text('full-name') ?? '', password, subject: call.text('subject') };
    return withStore(call, async (database) => {
      const added = await addUser(database, { ...request, actor: keeperOf(call) });
      return added.ok ? sayPassword(call, grant.value.name, added.value) : refuse(call, added.failure);
    });
  },
};

export const userRole: Command = {
  name: 'user role',
  arguments: ['USER'],
  summary: 'đổi vai trò, phạm vi của người dùng / give a user another role or scope',
  options: { role: ROLE, communes: COMMUNES, actor: ACTOR_OPTION },
  async run(call) {
    const grant = grantOf(call);
    if (!grant.ok) return refuse(call, grant.failure);
    return withStore(call, async (database) => {
      const changed = await changeRole(database, grant.value.name, grant.value, keeperOf(call));
      if (!changed.ok) return refuse(call, changed.failure);
      call.terminal.print(`${grant.value.name}: ${grant.value.role}`);
      return 0;
    });
  },
};

export const userPassword: Command = {
  name: 'user password',
  arguments: ['USER'],
  summary: 'đặt lại mật khẩu / make a new first password for a user',
  options: { actor: ACTOR_OPTION },
  run: (call) =>
    withStore(call, async (database) => {
      const name = call.arguments[0] ?? '';
      const reset = await resetPassword(database, name, keeperOf(call));
      return reset.ok ? sayPassword(call, name, reset.value) : refuse(call, reset.failure);
    }),
};

function setActive(name: string, summary: string, isActive: boolean): Command {
  return {
    name,
    arguments: ['USER'],
    summary,
    options: { actor: ACTOR_OPTION },
    run: (call) =>
      withStore(call, async (database) => {
        const user = call.arguments[0] ?? '';
        const set = await setUserActive(database, user, isActive, keeperOf(call));
        if (!set.ok) return refuse(call, set.failure);
        call.terminal.print(isActive ? `${user}: đã mở / let in` : `${user}: đã khóa / shut out`);
        return 0;
      }),
  };
}

export const userDisable = setActive('user disable', 'khóa người dùng ngay / shut a user out at once', false);
export const userEnable = setActive('user enable', 'mở lại người dùng / let a user in again', true);

export const userList: Command = {
  name: 'user list',
  arguments: [],
  summary: 'người dùng, vai trò, phạm vi / users, roles, scopes',
  options: { json: JSON_OPTION },
  async run(call) {
    const opened = await openStore(call, 'read');
    if (!opened.ok) return refuse(call, opened.failure);
    try {
      const users = (await listUsers(opened.value.value.pool)).map((user) => ({
        user: user.name,
        full_name: user.fullName,
        role: user.role,
        communes: user.communes,
        active: user.isActive,
      }));
      if (call.flag('json')) call.terminal.print(JSON.stringify({ users }, null, 2));
      else
        for (const one of users)
          call.terminal.print(
            `${one.user.padEnd(20)} ${one.role.padEnd(9)} ${one.communes?.join(',') ?? '-'}  ${one.full_name}${one.active ? '' : '  (đã khóa / shut out)'}`,
          );
      return 0;
    } finally {
      await opened.value.close();
    }
  },
};
