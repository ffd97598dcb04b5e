import { type IsoContext, kept } from './iso-checks.ts';
import type { IsoMessage } from './iso-message.ts';
import { type IsoElement, element, leaf } from './iso-tree.ts';

/** One kind of message: what is read of its body, and what that came to. */
export interface IsoBody {
  readonly body: IsoElement;
  /** Nothing that the message is for stands in it. */
  readonly isEmpty: () => boolean;
  readonly payments: () => IsoMessage['payments'];
}

/** The group header of any message; `more`: what else of it counts. */
export function groupHeader(header: IsoContext['header'], more: Readonly<Record<string, IsoElement>> = {}): IsoElement {
  return element({
    MsgId: leaf((text) => (header.messageId = kept(text))),
    CreDtTm: leaf((text) => (header.createdAt = kept(text))),
    ...more,
  });
}
