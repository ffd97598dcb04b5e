import { html } from 'hono/html';
import type { UserRole } from '../domain/user.ts';
import type { Label } from '../labels/label.ts';
import { ROLE_LABELS } from '../labels/users.ts';
import { type Markup, words } from './layout.ts';
import { EVERYBODY, READERS } from './route.ts';
import type { Visit } from './visit.ts';

/** What the frame around a page needs to know of it. */
export interface Page {
  /** For the title of the window, Vietnamese. */
  readonly title: string;
  /** The path of the entry of the navigation that it belongs to. */
  readonly section: string | null;
  /** Browsers without script load the page again every few seconds. */
  readonly isLive?: boolean;
}

interface Entry {
  readonly path: string;
  readonly label: Label;
  readonly roles: readonly UserRole[];
}

const ENTRIES: readonly Entry[] = [
  { path: '/', label: { vi: 'Việc cần làm', en: 'overview' }, roles: EVERYBODY },
  { path: '/runs', label: { vi: 'Đợt chi trả', en: 'runs' }, roles: READERS },
  { path: '/exceptions', label: { vi: 'Cần xem xét', en: 'exceptions' }, roles: READERS },
  { path: '/persons', label: { vi: 'Tra cứu người', en: 'people' }, roles: READERS },
  { path: '/settlement', label: { vi: 'Kết quả chi trả', en: 'results' }, roles: READERS },
  { path: '/overpayments', label: { vi: 'Chi thừa, thu hồi', en: 'overpaid' }, roles: READERS },
  { path: '/imports', label: { vi: 'Nạp sổ', en: 'registry' }, roles: ['officer', 'auditor'] },
  { path: '/reports', label: { vi: 'Báo cáo', en: 'reports' }, roles: READERS },
  { path: '/communes', label: { vi: 'Theo xã', en: 'communes' }, roles: READERS },
  { path: '/calendar', label: { vi: 'Lịch', en: 'calendar' }, roles: EVERYBODY },
  { path: '/law', label: { vi: 'Mức chuẩn', en: 'law' }, roles: EVERYBODY },
  { path: '/users', label: { vi: 'Người dùng', en: 'users' }, roles: ['admin', 'auditor'] },
  { path: '/log', label: { vi: 'Nhật ký', en: 'audit log' }, roles: ['admin', 'auditor'] },
  { path: '/system', label: { vi: 'Hệ thống', en: 'system' }, roles: EVERYBODY },
];

function entry(one: Entry, section: string | null): Markup {
  return html`<li>
    <a href="${one.path}" ${one.path === section ? html`aria-current="page"` : ''}>${words(one.label)}</a>
  </li>`;
}

function head(title: string, isLive: boolean): Markup {
  return html`<head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${title} · chitra</title>
    <link rel="icon" href="/assets/mark.svg" type="image/svg+xml" />
    <link rel="stylesheet" href="/assets/console.css" />
    <link rel="stylesheet" href="/assets/frame.css" />
    <link rel="stylesheet" href="/assets/charts.css" />
    <link rel="stylesheet" href="/assets/work.css" />
    <link rel="stylesheet" href="/assets/pages.css" />
    <script src="/assets/console.js" defer></script>
    ${isLive ? html`<noscript><meta http-equiv="refresh" content="3" /></noscript>` : ''}
  </head>`;
}

function brand(provinceName: string): Markup {
  return html`<a class="brand" href="/">
    <img src="/assets/mark.svg" alt="" width="28" height="28" />
    <span><b>chitra</b> <span class="province">${provinceName}</span></span>
  </a>`;
}

const SKIP = html`<a class="skip" href="#content">Đến nội dung <small lang="en">skip to content</small></a>`;

function whoIsHere({ user, session }: Visit): Markup {
  if (session === null) return html``;
  const scope = user.communes === null ? 'toàn tỉnh / province' : `xã / communes ${user.communes.join(', ')}`;
  return html`<div class="who">
    <a href="/account">${user.fullName}</a>
    <small>${words(ROLE_LABELS[user.role])} · ${scope}</small>
    <form method="post" action="/sign-out">
      <input type="hidden" name="form_key" value="${session.formKey}" />
      <button class="quiet">${words({ vi: 'Thoát', en: 'sign out' })}</button>
    </form>
  </div>`;
}

/** What the last act came to, or why it was not done: the first thing on the page, and what a screen reader says. */
function news({ notice, refusal }: Visit): Markup {
  if (refusal !== null)
    return html`<div class="news wrong" role="alert" tabindex="-1" id="error">
      <h2>${words({ vi: 'Chưa làm được', en: 'not done' })}</h2>
      <p>${refusal.failure.message}</p>
      <p class="note"><code>${refusal.failure.code}</code></p>
    </div>`;
  if (notice === null) return html``;
  return html`<div class="news right" role="status">✓ ${words(notice)}</div>`;
}

/** A whole page for somebody who is signed in: navigation, news, content. */
export function frame(visit: Visit, page: Page, content: Markup | readonly Markup[]): Markup {
  const { context } = visit.office;
  const entries = ENTRIES.filter((one) => one.roles.includes(visit.user.role));
  const title = visit.refusal === null ? page.title : `Lỗi: ${page.title}`;
  return html`<!doctype html>
    <html lang="vi">
      ${head(title, page.isLive === true)}
      <body>
        ${SKIP}
        <header class="top">
          <div class="wide">${brand(context.provinceName)} ${whoIsHere(visit)}</div>
        </header>
        <div class="wide columns">
          <nav aria-label="Chính / main">
            <ul>
              ${entries.map((one) => entry(one, page.section))}
            </ul>
          </nav>
          <main id="content">${news(visit)} ${content}</main>
        </div>
        <footer class="wide">
          Tiền tính bằng đồng (VND). Mọi thao tác, lần tra cứu và xem hồ sơ đều được ghi nhật ký.
          <span lang="en">Amounts in VND. Every act, search and look at a person is logged.</span>
        </footer>
      </body>
    </html>`;
}

/** A page for who is not signed in: no navigation. */
export function bareFrame(provinceName: string, title: string, content: Markup): Markup {
  return html`<!doctype html>
    <html lang="vi">
      ${head(title, false)}
      <body>
        ${SKIP}
        <header class="top"><div class="wide">${brand(provinceName)}</div></header>
        <main id="content" class="wide narrow">${content}</main>
      </body>
    </html>`;
}
