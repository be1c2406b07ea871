// A multi-tenant orchestration API: asks one provider, falls back to another, meters and audits, in two versions.
import { randomUUID } from 'node:crypto'
import { fields, text } from '../../core/fields.js'
import { Problem } from '../../core/problem.js'
import { Upstream } from '../../core/upstream.js'

const MOST_KEPT = 10_000

export function createRoutes(context) {
  const service = context.service ?? createService(context)
  const ask = (call, question, shape) =>
    service.ask(call, question).then((made) => ({ status: 201, json: shape(made) }))
  return [
    { method: 'GET', path: '/healthz', handle: () => ({ json: { ok: true } }) },
    {
      method: 'POST',
      path: '/v1/answers',
      role: 'writer',
      body: 'json',
      handle: (call) => ask(call, fields(call.body, { question: text(4_000) }).question, first),
    },
    {
      method: 'POST',
      path: '/v2/answers',
      role: 'writer',
      body: 'json',
      handle: (call) => {
        const { input } = fields(call.body, { input: { words: 'an object', test: () => true } })
        return ask(call, fields(input, { question: text(4_000) }).question, second)
      },
    },
    {
      method: 'GET',
      path: '/v1/answers/:id',
      role: 'reader',
      handle: (call) => ({ json: first(service.answer(call.caller.tenant, call.params.id)) }),
    },
    {
      method: 'GET',
      path: '/v1/usage',
      role: 'reader',
      handle: (call) => ({ json: service.usage(call.caller.tenant) }),
    },
    {
      method: 'GET',
      path: '/v1/audit',
      role: 'admin',
      handle: (call) => ({ json: { entries: service.audit(call.caller.tenant) } }),
    },
  ]
}

const first = ({ id, answer, provider, units }) => ({ id, answer, provider, units })
const second = ({ id, answer, provider, units }) => ({ id, output: { answer }, usage: { units }, provider })

export function createService(context) {
  const providers = context.providers ?? [
    { name: 'primary', upstream: new Upstream({ medianMs: context.upstreamMs, seed: 1 }) },
    { name: 'secondary', upstream: new Upstream({ medianMs: context.upstreamMs, seed: 2 }) },
  ]
  const tenants = new Map()
  // Retries may add a tenth to the load, and a few at the start: a provider that is down is not asked twice as often.
  const budget = { calls: 0, retries: 0, allows: () => budget.retries < 3 + budget.calls / 10 }

  function tenantOf(name) {
    if (!tenants.has(name)) tenants.set(name, { answers: new Map(), audit: [], units: 0, calls: 0 })
    return tenants.get(name)
  }

  async function provided(signal, question) {
    budget.calls += 1
    for (const [index, { name, upstream }] of providers.entries()) {
      if (index && !budget.allows()) break
      if (index) budget.retries += 1
      try {
        return { provider: name, answer: await upstream.call(signal, `You asked: ${question}`) }
      } catch (error) {
        signal.throwIfAborted()
        if (!(error instanceof Problem)) throw error
      }
    }
    throw new Problem(503, 'no-provider', 'No provider answers at the moment.', { 'retry-after': '1' })
  }

  return {
    budget,
    async ask({ id: request, caller, signal }, question) {
      const tenant = tenantOf(caller.tenant)
      const made = { id: randomUUID(), units: Math.ceil(question.length / 4), ...(await provided(signal, question)) }
      tenant.answers.set(made.id, made)
      tenant.units += made.units
      tenant.calls += 1
      tenant.audit.push({
        at: context.now(),
        request,
        who: caller.role,
        what: 'answer',
        id: made.id,
        units: made.units,
      })
      if (tenant.answers.size > MOST_KEPT) tenant.answers.delete(tenant.answers.keys().next().value)
      if (tenant.audit.length > MOST_KEPT) tenant.audit.shift()
      return made
    },
    // An id of another tenant is an id that does not exist.
    answer(tenant, id) {
      const found = tenantOf(tenant).answers.get(id)
      if (!found) throw new Problem(404, 'not-found', 'There is no such answer.')
      return found
    },
    usage(tenant) {
      const { units, calls } = tenantOf(tenant)
      return { units, calls }
    },
    audit: (tenant) => tenantOf(tenant).audit,
  }
}
