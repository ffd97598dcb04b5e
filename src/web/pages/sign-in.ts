import { html } from 'hono/html';
import type { Failure } from '../../domain/failure.ts';
import { bareFrame } from '../frame.ts';
import { type Markup, words } from '../layout.ts';
import type { Office } from '../visit.ts';

/** What the sign-in page shows. */
export interface SignIn {
  readonly name: string;
  /** The page to go to afterwards. */
  readonly next: string;
  readonly failure: Failure | null;
  readonly hasUsers: boolean;
}

const NO_USERS = html`<section class="notice">
  <p>
    ${words({ vi: 'Chưa có người dùng nào. Trên máy chủ, thêm quản trị viên đầu tiên:', en: 'There are no users yet. On the server, add the first administrator:' })}
  </p>
  <pre tabindex="0"><code>./scripts/chitra user add TÊN --role admin --full-name "HỌ TÊN"</code></pre>
</section>`;

/** The page where somebody signs in: by name and password, or at the office's own sign-in. Works with password managers and paste (WCAG 3.3.8). */
export function signInPage(office: Office, page: SignIn): Markup {
  const { signIn } = office.settings;
  const title = page.failure === null ? 'Đăng nhập' : 'Lỗi: Đăng nhập';
  return bareFrame(
    office.context.provinceName,
    title,
    html`<h1>${words({ vi: 'Đăng nhập', en: 'sign in' })}</h1>
      ${page.failure === null ? '' : html`<div class="news wrong" role="alert"><p>${page.failure.message}</p></div>`}
      ${page.hasUsers ? '' : NO_USERS}
      <form class="act" method="post" action="/sign-in">
        <input type="hidden" name="next" value="${page.next}" />
        <div class="field line">
          <label for="name">${words({ vi: 'Tên đăng nhập', en: 'user name' })}</label>
          <input
            id="name"
            name="name"
            value="${page.name}"
            autocomplete="username"
            autocapitalize="none"
            spellcheck="false"
            required
          />
        </div>
        <div class="field password">
          <label for="password">${words({ vi: 'Mật khẩu', en: 'password' })}</label>
          <input id="password" name="password" type="password" autocomplete="current-password" required />
        </div>
        <button>${words({ vi: 'Đăng nhập', en: 'sign in' })}</button>
      </form>
      ${
        signIn === null
          ? ''
          : html`<p>
              <a class="button second" href="/sign-in/office/go?next=${encodeURIComponent(page.next)}"
                >${words({ vi: `Đăng nhập bằng ${signIn.name}`, en: `sign in with ${signIn.name}` })}</a
              >
            </p>`
      }
      <p class="note">
        ${words({ vi: 'Quên mật khẩu: quản trị viên đặt lại. Phiên làm việc kết thúc sau 30 phút không dùng.', en: 'Forgotten: an administrator sets a new one. A session ends after 30 idle minutes.' })}
      </p>`,
  );
}
