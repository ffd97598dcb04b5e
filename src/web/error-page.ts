import { html } from 'hono/html';
import type { Label } from '../labels/label.ts';
import { type Markup, pageOf } from './layout.ts';

/** An answer that is not what was asked for. */
export interface Problem {
  readonly status: 400 | 401 | 403 | 404 | 405 | 500 | 503;
  readonly code: string;
  readonly title: Label;
  /** What to do about it. */
  readonly advice: Label;
}

export const NOT_FOUND: Problem = {
  status: 404,
  code: 'not_found',
  title: { vi: 'Không tìm thấy trang này', en: 'There is nothing at this address' },
  advice: { vi: 'Xem tất cả các đợt ở trang đầu.', en: 'All runs are on the first page.' },
};

export const READ_ONLY: Problem = {
  status: 405,
  code: 'read_only',
  title: { vi: 'Trang này chỉ để xem', en: 'This console is read-only' },
  advice: {
    vi: 'Lập, duyệt và từ chối bằng dòng lệnh chitra.',
    en: 'Runs are made, approved and rejected on the command line.',
  },
};

export const TOKEN_NEEDED: Problem = {
  status: 401,
  code: 'token_needed',
  title: { vi: 'Cần mã truy cập', en: 'An access token is needed' },
  advice: {
    vi: 'Nhập mã (CHITRA_WEB_TOKEN) làm mật khẩu, tên người dùng tùy ý.',
    en: 'Give the token (CHITRA_WEB_TOKEN) as the password, with any user name, or as a Bearer token.',
  },
};

export const OTHER_HOST: Problem = {
  status: 403,
  code: 'other_host',
  title: { vi: 'Tên máy chủ không được chấp nhận', en: 'This host name is not accepted' },
  advice: {
    vi: 'Không có mã truy cập thì chỉ xem được trên chính máy này: mở địa chỉ 127.0.0.1.',
    en: 'Without CHITRA_WEB_TOKEN the console is for this machine alone: open it at 127.0.0.1.',
  },
};

export const UNEXPECTED: Problem = {
  status: 500,
  code: 'unexpected',
  title: { vi: 'Có lỗi bất ngờ', en: 'Something unexpected went wrong' },
  advice: {
    vi: 'Hãy thử lại; nhật ký của chitra serve ghi mã lỗi.',
    en: 'Try again; the log of chitra serve has the code of the error.',
  },
};

export const BAD_DATE: Problem = {
  status: 400,
  code: 'bad_date',
  title: { vi: 'Ngày không hợp lệ', en: 'This is not a date' },
  advice: {
    vi: 'Viết ngày theo dạng 2026-10-20 hoặc 20/10/2026.',
    en: 'Write the date as 2026-10-20 or 20/10/2026.',
  },
};

/** A service that does not answer: `sentence` says which, and what to do. */
export function awayProblem(sentence: string): Problem {
  return {
    status: 503,
    code: 'service_away',
    title: { vi: 'Cơ sở dữ liệu hoặc hàng đợi không trả lời', en: 'A service is away' },
    advice: { vi: 'Kiểm tra PostgreSQL và Redis rồi tải lại trang.', en: sentence },
  };
}

/** A plain page that says what is wrong and what to do. */
export function errorPage(provinceName: string, problem: Problem): Markup {
  return pageOf(
    { title: `Lỗi: ${problem.title.vi}`, provinceName, section: null },
    html`<h1>${problem.title.vi} <small lang="en">${problem.title.en}</small></h1>
      <p>${problem.advice.vi}</p>
      <p lang="en">${problem.advice.en}</p>
      <p>
        <a class="button" href="/">Về trang đầu <small lang="en">first page</small></a>
      </p>`,
  );
}
