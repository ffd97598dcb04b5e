import { parseDocument } from 'yaml';

/** The text of one file of settings; the name is for messages. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/**
 * What a YAML file holds: mappings as Map, every scalar as the text that was written. What is no YAML goes into `problems`; the answer is
 * then null.
 */
export function yamlContent(file: NamedText, problems: string[]): unknown {
  if (/[\0\uFFFD]/.test(file.text)) {
    problems.push(`${file.name}: no text in UTF-8`);
    return null;
  }
  // The failsafe schema keeps every scalar as the text that was written: no code 07210 that turns into a number.
  const document = parseDocument(file.text, { schema: 'failsafe' });
  const fault = document.errors[0] ?? document.warnings[0];
  if (fault !== undefined) {
    problems.push(`${file.name}: not readable as YAML: ${fault.message.split('\n')[0]}`);
    return null;
  }
  try {
    return document.toJS({ mapAsMap: true });
  } catch {
    // Why: aliases that repeat each other stand for more values than a machine holds; the parser refuses to unfold them.
    problems.push(`${file.name}: not readable as YAML: too many repetitions by alias`);
    return null;
  }
}
