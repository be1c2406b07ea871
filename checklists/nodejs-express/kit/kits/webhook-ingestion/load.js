// What the benchmark sends: signed events, each new. The figure is the time until one is acknowledged.
import { randomUUID } from 'node:crypto'
import { signed } from './routes.js'

export const measures = 'time to the acknowledgement'
export const realistic = {
  includes: ['auth', 'logging', 'json', 'downstream'],
  routes: 5,
  request: (_index, secret) => {
    const body = JSON.stringify({ id: randomUUID(), type: 'invoice.paid', data: { amount: 1200, currency: 'EUR' } })
    const headers = { 'x-signature': signed(secret, body, Math.floor(Date.now() / 1000)) }
    return { method: 'POST', path: '/v1/webhooks', headers, body }
  },
}
