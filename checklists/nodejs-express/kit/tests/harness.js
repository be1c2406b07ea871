// Runs one test for every variant, against a real server on a free port.
import { test } from 'node:test'
import { issueToken } from '../core/auth.js'
import { createContext } from '../core/context.js'
import { listen, stop } from '../core/lifecycle.js'
import { createVariant, VARIANTS } from '../twins/variants.js'

export const names = Object.keys(VARIANTS).filter((name) => name !== 'raw-again')

export function each(kit, title, options, body) {
  for (const variant of names) {
    test(`${variant}: ${title}`, { timeout: 120_000 }, async () => {
      const lines = []
      const context = createContext({ log: (line) => lines.push(line), graceMs: 5000, ...options() })
      const server = await createVariant(kit, variant, context)
      const port = await listen(server, context)
      try {
        await body({ context, server, port, lines, ask: asker(context, port) })
      } finally {
        context.graceMs = 0
        await stop(server, context)
      }
    })
  }
}

export function token(context, claims = {}) {
  return issueToken(context.secret, { tenant: 'acme', role: 'writer', expires: 4_000_000_000, ...claims })
}

function asker(context, port) {
  return async (method, path, { body, claims, headers = {}, auth = true, signal } = {}) => {
    const sent = { ...(auth ? { authorization: `Bearer ${token(context, claims)}` } : {}), ...headers }
    const plain = typeof body === 'string' || body instanceof Uint8Array
    if (body !== undefined && !plain) sent['content-type'] ??= 'application/json'
    return fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      headers: sent,
      body: body === undefined || plain ? body : JSON.stringify(body),
      signal,
    })
  }
}

export async function until(condition) {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5))
}
