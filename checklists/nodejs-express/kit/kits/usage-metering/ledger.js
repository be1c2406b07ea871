// An append-only file, a line for each event, each with its checksum. What a crash cut off in the middle of a line is
// left out when it is opened again: it was never acknowledged. Lines that wait are written together.
import { createHash } from 'node:crypto'
import { closeSync, existsSync, ftruncateSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export class Ledger {
  constructor(path = temporary()) {
    this.path = path
    this.entries = []
    this.waiting = []
    this.writing = null
    if (existsSync(path)) this.#recover()
  }

  // Resolves once the entry is in the file.
  append(entry) {
    return new Promise((resolve, reject) => {
      this.waiting.push({ entry, resolve, reject })
      this.writing ??= this.#write()
    })
  }

  of(tenant) {
    return this.entries.filter((entry) => entry.tenant === tenant)
  }

  async #write() {
    const file = await open(this.path, 'a')
    while (this.waiting.length) {
      const together = this.waiting.splice(0)
      try {
        await file.appendFile(together.map(({ entry }) => line(entry)).join(''))
        await file.datasync()
        for (const { entry, resolve } of together) {
          this.entries.push(entry)
          resolve()
        }
      } catch (error) {
        for (const { reject } of together) reject(error)
      }
    }
    this.writing = null
    await file.close()
  }

  #recover() {
    const text = readFileSync(this.path, 'utf8')
    let good = 0
    for (const one of text.split(/(?<=\n)/)) {
      const entry = read(one)
      if (!entry) break
      this.entries.push(entry)
      good += Buffer.byteLength(one)
    }
    const file = openSync(this.path, 'r+')
    ftruncateSync(file, good)
    closeSync(file)
  }
}

// Without a path: a file that ends with the process.
function temporary() {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'ledger.log')
}

export function line(entry) {
  const content = JSON.stringify(entry)
  return `${checksum(content)} ${content}\n`
}

function read(one) {
  const [, sum, content] = /^([0-9a-f]{16}) (.*)\n$/.exec(one) ?? []
  return content && checksum(content) === sum ? JSON.parse(content) : null
}

function checksum(content) {
  return createHash('sha256').update(content).digest('hex').slice(0, 16)
}
