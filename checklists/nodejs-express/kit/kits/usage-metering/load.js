// What the benchmark sends: usage events of several tenants, each with a key of its own.
import { randomUUID } from 'node:crypto'

export const measures = 'time until an event is in the ledger'
export const realistic = {
  includes: ['auth', 'logging', 'json', 'downstream'],
  routes: 4,
  request: (index) => ({
    method: 'POST',
    path: '/v1/usage',
    role: 'writer',
    tenant: `tenant-${index % 5}`,
    headers: { 'idempotency-key': randomUUID() },
    body: JSON.stringify({ meter: 'tokens', units: 120 }),
  }),
}
