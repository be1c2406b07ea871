// Webhook ingestion: check the signature over the exact bytes, acknowledge, then work through a bounded queue.
import { same, signature } from '../../core/auth.js'
import { parseJson } from '../../core/call.js'
import { fields, text } from '../../core/fields.js'
import { Problem } from '../../core/problem.js'
import { Upstream } from '../../core/upstream.js'

export const WINDOW_S = 300
const SIGNED = /^t=(\d{1,12}),v1=([\w-]{43})$/

export function createRoutes(context) {
  const inbox = context.inbox ?? new Inbox(context)
  return [
    { method: 'GET', path: '/healthz', handle: () => ({ json: { ok: true } }) },
    {
      method: 'POST',
      path: '/v1/webhooks',
      body: 'bytes',
      handle: (call) => {
        verify(context, call.headers['x-signature'], call.body)
        const anything = { words: 'there', test: (value) => value !== undefined }
        const event = fields(parseJson(call.body), { id: text(64), type: text(64), data: anything })
        return { status: 202, json: { id: event.id, duplicate: !inbox.take(event) } }
      },
    },
    {
      method: 'GET',
      path: '/v1/events/:id',
      role: 'reader',
      handle: (call) => ({ json: inbox.event(call.params.id) }),
    },
    { method: 'GET', path: '/v1/dead-letters', role: 'reader', handle: () => ({ json: { ids: inbox.dead() } }) },
    {
      method: 'POST',
      path: '/v1/replays',
      role: 'admin',
      body: 'json',
      handle: (call) => {
        inbox.replay(fields(call.body, { id: text(64) }).id)
        return { status: 202, json: { replayed: true } }
      },
    },
  ]
}

// What a sender puts into `x-signature`.
export function signed(secret, bytes, seconds) {
  return `t=${seconds},v1=${signature(secret, Buffer.concat([Buffer.from(`${seconds}.`), Buffer.from(bytes)]))}`
}

function verify(context, header, bytes) {
  const [, seconds, given] = SIGNED.exec(header ?? '') ?? []
  if (!given) throw new Problem(401, 'unsigned', 'Sign the exact bytes in x-signature.')
  const wanted = signed(context.secret, bytes, seconds).split('v1=')[1]
  if (!same(given, wanted)) throw new Problem(401, 'wrong-signature', 'The signature does not fit these bytes.')
  if (Math.abs(context.now() / 1000 - Number(seconds)) > WINDOW_S) {
    throw new Problem(401, 'outside-window', 'The signature is too old, or of the future.')
  }
}

// Events by id, and those that wait. In production both are tables: what was acknowledged must outlive the process.
export class Inbox {
  constructor(context) {
    this.upstream = context.upstream ?? new Upstream({ medianMs: context.upstreamMs })
    this.mostWaiting = context.mostWaiting ?? 1_000
    this.mostKnown = context.mostKnown ?? 100_000
    this.mostAtOnce = 32
    this.attempts = 3
    this.known = new Map()
    this.waiting = []
    this.working = 0
  }

  // False: it is known already. A full queue refuses instead of acknowledging what it cannot keep.
  take(event) {
    if (this.known.has(event.id)) return false
    if (this.waiting.length >= this.mostWaiting) {
      throw new Problem(503, 'busy', 'Too much is waiting. Send it again.', { 'retry-after': '1' })
    }
    this.#forget()
    this.known.set(event.id, { event, state: 'waiting', attempts: 0, effects: 0 })
    this.waiting.push(event.id)
    this.#work()
    return true
  }

  event(id) {
    const found = this.known.get(id)
    if (!found) throw new Problem(404, 'not-found', 'There is no such event.')
    const { state, attempts, effects } = found
    return { id, state, attempts, effects }
  }

  dead() {
    return [...this.known].filter(([, one]) => one.state === 'dead').map(([id]) => id)
  }

  replay(id) {
    const found = this.known.get(id)
    if (found?.state !== 'dead') throw new Problem(404, 'not-found', 'There is no such dead letter.')
    Object.assign(found, { state: 'waiting', attempts: 0 })
    this.waiting.push(id)
    this.#work()
  }

  #work() {
    while (this.working < this.mostAtOnce && this.waiting.length) this.#handle(this.known.get(this.waiting.shift()))
  }

  async #handle(entry) {
    this.working += 1
    while (entry.state === 'waiting') {
      entry.attempts += 1
      try {
        await this.upstream.call(undefined, entry.event)
        if (entry.event.type === 'poison') throw new Error('this event always fails')
        entry.effects += 1
        entry.state = 'done'
      } catch {
        if (entry.attempts >= this.attempts) entry.state = 'dead'
      }
    }
    this.working -= 1
    this.#work()
  }

  // The oldest that are done make room: a sender's retries end long before.
  #forget() {
    if (this.known.size < this.mostKnown) return
    for (const [id, entry] of this.known) {
      if (entry.state === 'done') {
        this.known.delete(id)
        return
      }
    }
  }
}
