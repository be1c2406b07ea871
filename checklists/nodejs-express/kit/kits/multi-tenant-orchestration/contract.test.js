import assert from 'node:assert/strict'
import { Upstream } from '../../core/upstream.js'
import { common } from '../../tests/common.js'
import { each } from '../../tests/harness.js'
import { createService } from './routes.js'

const KIT = 'multi-tenant-orchestration'
const body = { question: 'why' }
common(KIT, { post: { path: '/v1/answers', role: 'writer', body }, get: '/v1/usage' })

const down = () => ({ name: 'primary', upstream: new Upstream({ medianMs: 1, failures: 1 }) })
const up = () => ({ name: 'secondary', upstream: new Upstream({ medianMs: 1 }) })

each(
  KIT,
  'keeps tenants apart, whatever the id',
  () => ({ upstreamMs: 1 }),
  async ({ ask }) => {
    const made = await (await ask('POST', '/v1/answers', { body })).json()
    assert.equal((await ask('GET', `/v1/answers/${made.id}`, {})).status, 200)
    for (const id of [made.id, '..%2Facme', 'constructor', '%E0%A4%A']) {
      const reply = await ask('GET', `/v1/answers/${id}`, { claims: { tenant: 'other' } })
      assert.ok([400, 404].includes(reply.status), `${id}: ${reply.status}`)
    }
    assert.deepEqual(await (await ask('GET', '/v1/usage', { claims: { tenant: 'other' } })).json(), {
      units: 0,
      calls: 0,
    })
  },
)

each(
  KIT,
  'serves two versions from one service',
  () => ({ upstreamMs: 1 }),
  async ({ ask }) => {
    const one = await (await ask('POST', '/v1/answers', { body })).json()
    const two = await (await ask('POST', '/v2/answers', { body: { input: body } })).json()
    assert.deepEqual(Object.keys(one), ['id', 'answer', 'provider', 'units'])
    assert.deepEqual(Object.keys(two), ['id', 'output', 'usage', 'provider'])
    assert.equal(two.output.answer, one.answer)
  },
)

each(
  KIT,
  'meters exactly and leaves an audit trail for admins alone',
  () => ({ upstreamMs: 1 }),
  async ({ ask }) => {
    const asked = ['a', 'abcde', 'abcdefghi']
    await Promise.all(asked.map((question) => ask('POST', '/v1/answers', { body: { question } })))
    // 1 + 2 + 3: a unit for each four characters begun
    assert.deepEqual(await (await ask('GET', '/v1/usage', {})).json(), { units: 6, calls: 3 })
    assert.equal((await ask('GET', '/v1/audit', {})).status, 403)
    const { entries } = await (await ask('GET', '/v1/audit', { claims: { role: 'admin' } })).json()
    assert.deepEqual(entries.map((one) => one.units).sort(), [1, 2, 3])
    assert.ok(entries.every((one) => one.request && one.what === 'answer'))
  },
)

const failing = () => ({ providers: [down(), up()] })
each(KIT, 'drill: a provider that fails is replaced by the next', failing, async ({ ask }) => {
  const made = await (await ask('POST', '/v1/answers', { body })).json()
  assert.equal(made.provider, 'secondary')
})

const budgeted = () => {
  const context = { now: () => 0, providers: [down(), up()] }
  return { service: createService(context) }
}
each(KIT, 'drill: retries end with their budget', budgeted, async ({ context, ask }) => {
  const statuses = []
  for (let index = 0; index < 12; index += 1) {
    const reply = await ask('POST', '/v1/answers', { body })
    statuses.push(reply.status)
    if (reply.status === 503) assert.equal(reply.headers.get('retry-after'), '1')
  }
  const { calls, retries } = context.service.budget
  assert.equal(calls, 12)
  assert.equal(statuses.filter((status) => status === 201).length, retries)
  assert.ok(retries <= 3 + Math.ceil(calls / 10), `${retries} retries`)
  assert.ok(statuses.includes(503))
})
