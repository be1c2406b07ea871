// Usage metering: whole units, a key that makes repeats harmless, quotas that hold in a race, a ledger that survives a
// crash in the middle of a line.
import { createHash } from 'node:crypto'
import { fields, optional, text, whole } from '../../core/fields.js'
import { Problem } from '../../core/problem.js'
import { Upstream } from '../../core/upstream.js'
import { Ledger } from './ledger.js'

const KEY = /^[\w-]{8,64}$/
const PERIOD_S = 3_600

export function createRoutes(context) {
  const meter = context.meter ?? createMeter(context)
  return [
    { method: 'GET', path: '/healthz', handle: () => ({ json: { ok: true } }) },
    {
      method: 'POST',
      path: '/v1/usage',
      role: 'writer',
      body: 'json',
      handle: (call) => {
        const shape = { meter: text(64), units: whole(1, 1_000_000_000), at: optional(whole(0, 10_000_000_000)) }
        return meter.record(call, fields(call.body, shape))
      },
    },
    {
      method: 'GET',
      path: '/v1/usage',
      role: 'reader',
      handle: (call) => ({ json: meter.totals(call.caller.tenant) }),
    },
    {
      method: 'GET',
      path: '/v1/ledger',
      role: 'admin',
      handle: (call) => ({ json: { entries: meter.ledger.of(call.caller.tenant) } }),
    },
  ]
}

export function createMeter(context) {
  const upstream = context.upstream ?? new Upstream({ medianMs: context.upstreamMs })
  const ledger = context.ledger ?? new Ledger(context.ledgerPath)
  const quota = context.quota ?? Number.MAX_SAFE_INTEGER
  const tenants = new Map()
  const answers = new Map()
  for (const entry of ledger.entries) {
    book(entry)
    answers.set(`${entry.tenant} ${entry.key}`, { digest: entry.digest, answer: Promise.resolve(answerOf(entry)) })
  }

  function tenantOf(name) {
    if (!tenants.has(name)) tenants.set(name, { units: 0, reserved: 0, events: 0, late: 0 })
    return tenants.get(name)
  }

  function book({ tenant, units, late }) {
    const totals = tenantOf(tenant)
    totals.units += units
    totals.events += 1
    totals.late += late ? 1 : 0
  }

  async function charge({ caller, signal, id }, key, digest, { meter, units, at }) {
    const totals = tenantOf(caller.tenant)
    // Reserved before anything is waited for: of two requests that race for the last units one is refused.
    if (totals.units + totals.reserved + units > quota) {
      throw new Problem(429, 'quota-exceeded', 'This would go beyond the quota.')
    }
    totals.reserved += units
    try {
      const plan = await upstream.call(signal, 'standard')
      const now = Math.floor(context.now() / 1000)
      const late = at !== undefined && at < now - PERIOD_S
      const entry = { tenant: caller.tenant, key, digest, meter, units, at: at ?? now, booked: now, late, plan, by: id }
      await ledger.append(entry)
      book(entry)
      return answerOf(entry)
    } finally {
      totals.reserved -= units
    }
  }

  return {
    ledger,
    async record(call, asked) {
      const key = call.headers['idempotency-key']
      if (!KEY.test(key ?? ''))
        throw new Problem(400, 'no-key', 'Send an idempotency-key of 8 to 64 letters or digits.')
      const digest = createHash('sha256')
        .update(JSON.stringify([asked.meter, asked.units, asked.at]))
        .digest('hex')
      const name = `${call.caller.tenant} ${key}`
      const known = answers.get(name)
      if (known && known.digest !== digest) throw new Problem(409, 'key-reused', 'This key stands for another event.')
      if (known) return { status: 200, json: await known.answer }
      const answer = charge(call, key, digest, asked)
      answers.set(name, { digest, answer })
      answer.catch(() => answers.delete(name))
      return { status: 201, json: await answer }
    },
    totals(tenant) {
      const { units, events, late } = tenantOf(tenant)
      return { units, events, late }
    },
  }
}

function answerOf({ meter, units, late }) {
  return { meter, units, late }
}
