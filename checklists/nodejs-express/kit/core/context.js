// What a service is started with. Everything has a limit, and every limit stands here.
import { randomBytes } from 'node:crypto'

export function createContext(given = {}) {
  return {
    secret: process.env.KIT_SECRET ?? randomBytes(32).toString('hex'),
    bodyLimit: 64 * 1024,
    heartbeatMs: 15_000,
    slowReaderMs: 10_000,
    headersTimeoutMs: 10_000,
    checkEveryMs: 5_000,
    requestTimeoutMs: 30_000,
    keepAliveTimeoutMs: 65_000,
    graceMs: 10_000,
    upstreamMs: 10,
    stopping: false,
    now: () => Date.now(),
    log: (line) => process.stdout.write(`${JSON.stringify({ at: new Date().toISOString(), ...line })}\n`),
    ...given,
  }
}
