// Runs a sample when it is the program, and not when a test imports it.
import { pathToFileURL } from 'node:url'
import { createContext } from '../core/context.js'
import { listen, stop } from '../core/lifecycle.js'
import { Upstream } from '../core/upstream.js'

export async function serve(url, start) {
  if (url !== pathToFileURL(process.argv[1] ?? '').href) return
  const context = createContext({ upstream: new Upstream() })
  const server = await start(context)
  const port = await listen(server, context, Number(process.env.PORT ?? 3000))
  context.log({ level: 'info', listening: port })
  for (const signal of ['SIGTERM', 'SIGINT'])
    process.on(signal, () => stop(server, context).then(() => process.exit(0)))
}
