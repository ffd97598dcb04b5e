import { describe, expect, test } from 'vitest';
import { vnd } from '../../src/domain/money.ts';
import type { ComparisonRow, StepSum } from '../../src/store/run-comparison.ts';
import { addressOf } from '../../src/web/pages/address.ts';
import { runActionsSection } from '../../src/web/pages/run-actions-section.ts';
import { runBridgeSection } from '../../src/web/pages/run-bridge-section.ts';
import { reportRows, runComparisonSection, sortedRows, sortingOf } from '../../src/web/pages/run-comparison-section.ts';
import { FILTERS } from '../../src/web/pages/run-files.ts';
import { runFilesSection } from '../../src/web/pages/run-files-section.ts';
import { aMonth } from '../support/law.ts';

const EVIL = `<b onclick="x">'&`;
const text = (markup: string): string => markup.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
