import assert from 'node:assert/strict'
import { appendFileSync } from 'node:fs'
import { Upstream } from '../../core/upstream.js'
import { common } from '../../tests/common.js'
import { each } from '../../tests/harness.js'
import { Ledger, line } from './ledger.js'
import { createMeter } from './routes.js'

const KIT = 'usage-metering'
const body = { meter: 'tokens', units: 10 }
common(KIT, { post: { path: '/v1/usage', role: 'writer', body, status: 400 }, get: '/v1/usage' })

const quick = (more = {}) => {
  const context = { now: () => Date.now(), upstream: new Upstream({ medianMs: 1 }), ...more }
  return { meter: createMeter(context) }
}
const charge = (ask, key, given = body, claims = {}) =>
  ask('POST', '/v1/usage', { body: given, claims, headers: { 'idempotency-key': key } })
const totals = async (ask, claims = {}) => (await ask('GET', '/v1/usage', { claims })).json()

each(
  KIT,
  'counts whole units and nothing else',
  () => quick(),
  async ({ ask }) => {
    for (const units of [0, -1, 1.5, '10', 1e30, null]) {
      assert.equal((await charge(ask, 'key-00000001', { meter: 'tokens', units })).status, 422, String(units))
    }
    assert.equal((await ask('POST', '/v1/usage', { body })).status, 400)
    assert.deepEqual(await totals(ask), { units: 0, events: 0, late: 0 })
  },
)

each(
  KIT,
  'drill: a repeated key charges once, also when repeats race',
  () => quick(),
  async ({ ask, context }) => {
    const replies = await Promise.all(Array.from({ length: 20 }, () => charge(ask, 'key-00000001')))
    assert.deepEqual(replies.map((reply) => reply.status).sort(), [...Array(19).fill(200), 201])
    assert.equal((await charge(ask, 'key-00000001', { ...body, units: 11 })).status, 409)
    assert.equal((await charge(ask, 'key-00000001', body, { tenant: 'other' })).status, 201)
    assert.deepEqual(await totals(ask), { units: 10, events: 1, late: 0 })
    assert.equal(context.meter.ledger.entries.length, 2)
  },
)

each(
  KIT,
  'drill: a quota holds when requests race for it',
  () => quick({ quota: 100 }),
  async ({ ask }) => {
    const keys = Array.from({ length: 20 }, (_, index) => `key-${String(index).padStart(8, '0')}`)
    const replies = await Promise.all(keys.map((key) => charge(ask, key)))
    assert.equal(replies.filter((reply) => reply.status === 201).length, 10)
    assert.equal(replies.filter((reply) => reply.status === 429).length, 10)
    assert.equal((await totals(ask)).units, 100)
  },
)

each(
  KIT,
  'books a late event as late, in the ledger of its tenant',
  () => quick(),
  async ({ ask }) => {
    await charge(ask, 'key-00000001', { ...body, at: 1_000 })
    assert.deepEqual(await totals(ask), { units: 10, events: 1, late: 1 })
    assert.equal((await ask('GET', '/v1/ledger', {})).status, 403)
    const ledger = async (tenant) => (await ask('GET', '/v1/ledger', { claims: { role: 'admin', tenant } })).json()
    const [entry] = (await ledger('acme')).entries
    assert.deepEqual([entry.at, entry.late, entry.units, Boolean(entry.by)], [1_000, true, 10, true])
    assert.deepEqual((await ledger('other')).entries, [])
  },
)

each(
  KIT,
  'drill: a crash in the middle of a line loses nothing acknowledged',
  () => quick(),
  async ({ ask, context }) => {
    const keys = Array.from({ length: 10 }, (_, index) => `key-${String(index).padStart(8, '0')}`)
    await Promise.all(keys.map((key) => charge(ask, key)))
    const { ledger } = context.meter
    appendFileSync(ledger.path, line({ tenant: 'acme', key: 'key-cut', units: 10 }).slice(0, 40))
    const opened = new Ledger(ledger.path)
    assert.deepEqual(opened.entries.map((entry) => entry.key).sort(), keys)
    const meter = createMeter({ now: () => Date.now(), ledger: opened })
    assert.deepEqual(meter.totals('acme'), { units: 100, events: 10, late: 0 })
    await opened.append({ tenant: 'acme', key: 'key-after', units: 1 })
    assert.equal(new Ledger(ledger.path).entries.length, 11)
  },
)

const failing = () => quick({ upstream: new Upstream({ medianMs: 1, failures: 1 }) })
each(KIT, 'a charge that failed may be tried again and holds no quota', failing, async ({ ask }) => {
  assert.equal((await charge(ask, 'key-00000001')).status, 502)
  assert.equal((await charge(ask, 'key-00000001')).status, 502)
  assert.deepEqual(await totals(ask), { units: 0, events: 0, late: 0 })
})
