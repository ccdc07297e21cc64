/** Calls of a file that have the names of a NATS client's: what they are called on decides whether they are. */

import { memo } from '../../cache/memo.js';
import { type MethodCall, methodCalls, type PathCall, pathCalls } from '../../rust/calls.js';
import type { RustFile } from '../../rust/model.js';
import { mentions, searchWords } from '../../rust/vocabulary.js';
import { fullPath } from '../code/imports.js';

/** Methods by which a client speaks. */
export const METHODS: ReadonlyMap<string, 'publish' | 'subscribe' | 'request'> = new Map([
  ['publish', 'publish'],
  ['publish_with_headers', 'publish'],
  ['publish_with_reply', 'publish'],
  ['publish_with_reply_and_headers', 'publish'],
  ['send_publish', 'publish'],
  ['subscribe', 'subscribe'],
  ['queue_subscribe', 'subscribe'],
  ['request', 'request'],
  ['request_with_headers', 'request'],
]);
/** Methods that manage streams, stores, and buffers. */
export const UPKEEP =
  /^(flush|drain|unsubscribe|unsubscribe_after|(create|get|update|get_or_create|create_or_update|delete)_(stream|consumer|key_value|object_store)(_on_stream)?)$/;
/** Methods of a received message. */
export const ACKNOWLEDGE = /^(ack|double_ack|ack_with)$/;

/** The calls of methods that have the name of a client's or a message's. */
export const clientMethods = memo(({ tokens }: RustFile): readonly MethodCall[] =>
  methodCalls(tokens, { from: 0, to: tokens.count }).filter(
    ({ name }) => METHODS.has(name) || name === 'connect' || UPKEEP.test(name) || ACKNOWLEDGE.test(name),
  ),
);

const CONNECTS = searchWords('connect connect_with_options');
const CONNECTS_PATH = new RegExp(`^(async_)?nats::(asynk::)?(${CONNECTS.words.join('|')})$`);

/** The calls by which a client is made, with the path that each stands for. */
export function connectCalls(file: RustFile): ReturnType<typeof connectsIn> {
  return mentions(file.tokens, CONNECTS) ? connectsIn(file) : [];
}

const connectsIn = memo((file: RustFile): readonly (readonly [PathCall, string])[] =>
  pathCalls(file.tokens, { from: 0, to: file.tokens.count }).flatMap(call => {
    const full = fullPath(file, call.path.filter(Boolean));
    return CONNECTS_PATH.test(full) ? [[call, full] as const] : [];
  }),
);
