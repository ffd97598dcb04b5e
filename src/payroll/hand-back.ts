import { type Result, done, refused } from '../domain/failure.ts';
import { formatMonth } from '../domain/month.ts';
import { postingRow } from '../store/book-entries.ts';
import { openChapter, saveBlock } from '../store/chapters.ts';
import { inTransaction } from '../store/database.ts';
import { freeMoney } from '../store/draws.ts';
import { type HandBack, insertHandBack, isHandBackKnown } from '../store/hand-backs.ts';
import { savePostings } from '../store/ledger.ts';
import { isMonthClosed } from '../store/outcomes.ts';
import { lockBooks } from '../store/runs.ts';
import type { Books } from './context.ts';
import { sealChapter } from './seal-chapter.ts';

const BLOCK = { kind: 'posting', block: 1, firstKey: '', lastKey: '' } as const;

/**
 * Enters money that a provider gave back to the treasury into the books; the next draw no longer counts on it. Answers what the provider
 * still has for the commune and owes nobody (VND). Refuses more than it has, a paper that was entered before, and one without a number.
 */
export async function handBack(books: Books, paper: HandBack): Promise<Result<number>> {
  if (paper.reference.trim() === '')
    return refused('reference_missing', 'Cần số giấy nộp trả (the number of the paper is missing): --reference');
  return inTransaction(books.database, async (client) => {
    await lockBooks(client);
    if (await isHandBackKnown(client, paper.reference))
      return refused('already_entered', `Giấy ${paper.reference} đã được ghi (was entered before).`);
    if (await isMonthClosed(client, paper.month))
      return refused(
        'month_closed',
        `Tháng ${formatMonth(paper.month)} đã khóa: ghi vào tháng đang mở (the month is closed; enter it for a month that is open).`,
      );
    const free = await freeMoney(client, paper.communeCode, paper.provider);
    if (paper.amount > free)
      return refused(
        'more_than_held',
        `Đơn vị ${paper.provider} chỉ còn giữ ${Math.max(0, free)} VND của xã ${paper.communeCode} (has no more of this commune's money that it owes nobody). See: chitra export draw`,
      );
    const handBackNo = await insertHandBack(client, paper);
    const chapter = await openChapter(client, { kind: 'hand_back', month: paper.month, handBackNo });
    const { month, communeCode, provider, amount } = paper;
    const key = { family: '', month, issue: 0, event: 'hand_back', part: 0, cause: handBackNo } as const;
    const entry = { ...key, communeCode, provider, category: '', accrues: false, amount };
    const row = Buffer.from(postingRow('', entry, null, chapter.chapterNo, BLOCK.block));
    await savePostings(client, [row]);
    await saveBlock(client, chapter, BLOCK, [row]);
    await sealChapter(client, books, chapter, ['hand_back']);
    return done(free - amount);
  });
}
