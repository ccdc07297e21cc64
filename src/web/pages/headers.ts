/** The security headers of everything that browsers show: no scripts, no frames, nothing from other places. */
import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';

/** @param github GitHub's website, to which the form of the sign-in leads */
export function pageHeaders(github: string): MiddlewareHandler {
  const secure = secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'"],
      formAction: ["'self'", github],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
    },
    permissionsPolicy: { camera: [], geolocation: [], microphone: [] },
    // Without an origin, the form of the sign-out could not be told from one of another website.
    referrerPolicy: 'same-origin',
    strictTransportSecurity: 'max-age=15552000',
    xFrameOptions: 'DENY',
  });
  return async (c, next) => {
    await secure(c, next);
    // READMEs on any website can show badges.
    if (c.req.path.startsWith('/badge/')) c.header('cross-origin-resource-policy', 'cross-origin');
  };
}
