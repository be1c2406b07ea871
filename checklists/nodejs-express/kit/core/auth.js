// Bearer tokens that are checked, not only looked for: tenant, role and expiry, signed with HMAC-SHA256.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { Problem } from './problem.js'

export const ROLES = ['reader', 'writer', 'admin']
const NAME = /^[a-z0-9-]{1,64}$/

export function issueToken(secret, { tenant, role = 'writer', expires }) {
  const claims = `${tenant}.${role}.${expires}`
  return `${claims}.${signature(secret, claims)}`
}

export function authenticate(context, header) {
  const token = /^Bearer ([\w.-]{1,512})$/.exec(header ?? '')?.[1]
  const parts = token?.split('.') ?? []
  if (parts.length !== 4) throw unauthorized('Send a bearer token.')
  const [tenant, role, expires, given] = parts
  const wanted = signature(context.secret, `${tenant}.${role}.${expires}`)
  if (!same(given, wanted)) throw unauthorized('This token was not issued here.')
  if (!NAME.test(tenant) || !ROLES.includes(role)) throw unauthorized('This token was not issued here.')
  if (!(Number(expires) > context.now() / 1000)) throw unauthorized('This token has expired.')
  return { tenant, role }
}

export function authorize(caller, role) {
  if (ROLES.indexOf(caller.role) < ROLES.indexOf(role)) {
    throw new Problem(403, 'forbidden', `This needs the role ${role}.`)
  }
}

export function signature(secret, text) {
  return createHmac('sha256', secret).update(text).digest('base64url')
}

export function same(given, wanted) {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)]
  return a.length === b.length && timingSafeEqual(a, b)
}

function unauthorized(message) {
  return new Problem(401, 'unauthorized', message, { 'www-authenticate': 'Bearer' })
}
