/**
 * What a page of ours may load and do: only what this server sends. Charts are drawn by vega-interpreter, so no text
 * becomes code. Monaco and the canvas set inline styles; scripts never are inline.
 */
const POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "worker-src 'self' blob:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

/**
 * The page in which Plotly draws what a step showed. It has one script, which is ours and stands in it; no origin, so no
 * cookie and no storage; and no network, so that what it is handed can neither ask for more nor tell anybody.
 */
const FRAME_POLICY = [
  "default-src 'none'",
  "script-src 'unsafe-inline'",
  "style-src 'unsafe-inline'",
  'img-src data: blob:',
  "frame-ancestors 'self'",
  'sandbox allow-scripts',
].join('; ')

export const FRAME_HEADERS = {
  'content-security-policy': FRAME_POLICY,
  'x-frame-options': 'SAMEORIGIN',
} as const

export const SECURITY_HEADERS = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
} as const
