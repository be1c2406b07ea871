// A variant in a process of its own, asked for its processor time, memory and event-loop delay.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../core/main.js', import.meta.url))

export async function start(kit, variant, context) {
  const child = fork(MAIN, [kit, variant], {
    env: { ...process.env, PORT: '0', KIT_CONTEXT: JSON.stringify(context) },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const gone = once(child, 'exit').then(([status]) => {
    throw new Error(`${variant} ended with ${status}.`)
  })
  gone.catch(() => {})
  const said = () => Promise.race([once(child, 'message'), gone]).then(([message]) => message)
  const { port } = await said()
  return {
    port,
    sample() {
      child.send('sample')
      return said()
    },
    async stop() {
      child.kill('SIGTERM')
      await gone.catch(() => {})
    },
  }
}
