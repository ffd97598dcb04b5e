import { describe, expect, test } from 'vitest';
import { reasonOf } from '../../src/domain/return-reason.ts';
import { returnStepOf } from '../../src/domain/return-step.ts';
import { shippedCatalogue } from '../support/law.ts';

const { reasons } = shippedCatalogue();

describe('what happens next with a payment that came back', () => {
  test.each([
    ['returned', 'Tài khoản đã đóng', false, false, 'new_account'],
    ['returned', 'AC04 closed account number', false, false, 'new_account'],
    ['returned', 'Sai tên người thụ hưởng', false, true, 'new_account'],
    ['returned', 'Người hưởng đã chết', false, false, 'death_to_check'],
    ['returned', 'MD07', false, true, 'death_to_check'],
    ['returned', '', false, true, 'waits'],
    ['returned', 'Lỗi hệ thống', false, false, 'next_run'],
    ['uncollected', 'Đã chuyển đi nơi khác', false, true, 'ask_first'],
    ['returned', 'status:AM05', false, false, 'ask_first'],
    ['uncollected', '', false, false, 'collect_later'],
    ['uncollected', 'đi vắng', false, true, 'waits'],
    ['returned', 'Tài khoản đã đóng', true, false, 'sent_again'],
  ])('%s, "%s", sent again %s, held %s: %s', (status, reason, isSentAgain, isHeld, step) => {
    expect(returnStepOf({ status, reason: reasonOf(reasons, reason), isSentAgain, isHeld })).toBe(step);
  });
});
