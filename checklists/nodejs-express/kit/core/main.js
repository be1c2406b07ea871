// One variant of one kit as a process: `node core/main.js KIT VARIANT`. A benchmark starts it with a channel and asks
// it for its own processor time, memory and event-loop delay.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createVariant } from '../twins/variants.js'
import { createContext } from './context.js'
import { listen, stop } from './lifecycle.js'

// Finer, and watching would cost more than a small route.
const RESOLUTION_MS = 10
const [kit, variant] = process.argv.slice(2)
const context = createContext(JSON.parse(process.env.KIT_CONTEXT ?? '{}'))
const server = await createVariant(kit, variant, context)
const port = await listen(server, context, Number(process.env.PORT ?? 0))
const loop = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
loop.enable()

async function end() {
  await stop(server, context)
  process.exit(0)
}

process.on('SIGTERM', end)
process.on('SIGINT', end)
process.on('disconnect', end)
process.on('message', (message) => {
  if (message === 'sample') {
    const { user, system } = process.cpuUsage()
    const p99 = Math.max(0, loop.percentile(99) / 1e6 - RESOLUTION_MS)
    process.send({ cpuMs: (user + system) / 1000, memoryMb: process.memoryUsage.rss() / 2 ** 20, loopMs: p99 })
    loop.reset()
  }
})
process.send?.({ port })
if (!process.send) context.log({ level: 'info', listening: port, kit, variant })
