/** The style sheet and the icon, at addresses that change with their content, so that browsers keep them. */
import { createHash } from 'node:crypto';
import { Hono } from 'hono';
import { ICON, STYLE } from '../../report/pages/style.js';

const FILES = new Map([
  [pathOf('style', 'css', STYLE), { text: STYLE, type: 'text/css; charset=utf-8' }],
  [pathOf('icon', 'svg', ICON), { text: ICON, type: 'image/svg+xml' }],
]);

/** Where the files are. */
export const ASSETS = { style: pathOf('style', 'css', STYLE), icon: pathOf('icon', 'svg', ICON) };

function pathOf(name: string, extension: string, text: string): string {
  return `/assets/${name}-${createHash('sha256').update(text).digest('hex').slice(0, 12)}.${extension}`;
}

export function assetRoutes(): Hono {
  const app = new Hono();
  for (const [path, { text, type }] of FILES) {
    app.get(path, c => c.body(text, 200, { 'content-type': type, 'cache-control': 'max-age=31536000, immutable' }));
  }
  return app;
}
