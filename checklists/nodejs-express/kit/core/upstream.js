// A stand-in for what the service calls: a model, a provider, a database. Its delays are drawn from a set distribution
// with a set seed, so that every twin waits for the same delays in the same order.
import { setTimeout as sleep } from 'node:timers/promises'
import { Problem } from './problem.js'

export class Upstream {
  constructor({ medianMs = 10, spread = 0.2, failures = 0, seed = 1 } = {}) {
    Object.assign(this, { medianMs, spread, failures, calls: 0, active: 0, aborted: 0, pulled: 0 })
    this.draw = uniform(seed)
  }

  delay(medianMs = this.medianMs) {
    // log-normal: most calls near the median, a few much slower
    const normal = Math.sqrt(-2 * Math.log(1 - this.draw())) * Math.cos(2 * Math.PI * this.draw())
    return medianMs * Math.exp(this.spread * normal)
  }

  async call(signal, value) {
    this.calls += 1
    await this.#during(signal, this.delay())
    if (this.draw() < this.failures) throw new Problem(502, 'upstream-failed', 'The service behind this one failed.')
    return value
  }

  async *stream(signal, { tokens, gapMs, failAt = -1 }) {
    this.calls += 1
    for (let index = 0; index < tokens; index += 1) {
      await this.#during(signal, index ? this.delay(gapMs) : this.delay())
      if (index === failAt) throw new Problem(502, 'upstream-failed', 'The service behind this one failed.')
      this.pulled += 1
      yield index
    }
  }

  async #during(signal, ms) {
    this.active += 1
    try {
      await sleep(ms, undefined, { signal })
    } catch (error) {
      this.aborted += 1
      throw error
    } finally {
      this.active -= 1
    }
  }
}

// mulberry32: small, seeded, the same on every machine.
export function uniform(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
