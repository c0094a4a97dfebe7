import { createVisitor } from '/tmp/speed/perf/visitor'
import { meter } from '/tmp/speed/perf/meter'
import { photo, finish, journey, prepare } from '/tmp/speed/perf/reporting'
import { startServer } from '/tmp/speed/perf/server'
import { percentile } from '/tmp/speed/perf/figures'
import fs from 'node:fs'
const threads = (pid: number) => { const o: Record<string, number> = {}; for (const t of fs.readdirSync(`/proc/${pid}/task`)) { const x = fs.readFileSync(`/proc/${pid}/task/${t}/stat`, 'utf8'); const n = x.slice(x.indexOf('(') + 1, x.lastIndexOf(')')); const f = x.slice(x.lastIndexOf(')') + 2).split(' '); const k = Number(t) === pid ? 'MAIN' : n; o[k + ' u'] = (o[k + ' u'] ?? 0) + Number(f[11]) * 10; o[k + ' s'] = (o[k + ' s'] ?? 0) + Number(f[12]) * 10 } return o }
const main = async () => {
  const n = Number(process.argv[2] ?? 400), c = Number(process.argv[3] ?? 16), mode = process.argv[4] ?? 'final'
  const server = await startServer()
  const pid = Number((await import('node:child_process')).execSync(`pgrep -f cjs.dist/src/server.js | head -1`).toString())
  try {
    const run = async (k: number, work: () => Promise<unknown>) => {
      const t: number[] = []; let left = k
      const w = async () => { while (left-- > 0) { const a = performance.now(); try { await work(); t.push(performance.now() - a) } catch (e) { console.error(String(e)) } } }
      await Promise.all(Array.from({ length: c }, w)); return t
    }
    await run(60, () => journey(server.publicUrl))
    let works: any[] = []
    const measure = async () => {
      works = []
      if (mode === 'final' || mode === 'check' || mode === 'rec' || mode.endsWith('up') || mode === 'receipt') { await run(mode === 'receipt' ? 16 : n, async () => { works.push(await prepare(server.publicUrl)) }) }
      if (mode === 'rec') { for (const w of works.slice(0, 16)) { await finish(w) }; works = works.slice(0, 16) }
      const { execSync } = await import('node:child_process'); const hold = (w: string) => process.env.QUIET ? execSync(`python3 /tmp/hold/hold.py ${w} ${process.pid}`, { stdio: 'inherit' }) : undefined; hold('stop'); await new Promise(r => setTimeout(r, 300)); const stat0 = process.env.PROF ? (process.kill(pid, "SIGUSR2"), 0) : 0
      const th = threads(pid); const m = meter(server); const a = performance.now()
      const vis = mode === 'home' || mode === 'asset' ? Array.from({ length: c }, () => createVisitor(server.publicUrl)) : []; let vi = 0;
      const t = mode === 'home' ? await run(n, async () => { await vis[vi++ % c]!.get('/follow') }) : mode === 'asset' ? await run(n, async () => { await vis[vi++ % c]!.get('/healthz') }) : mode === 'check' ? await run(works.length, async () => { const w = works.pop(); const l = await w.visitor.sendOnly(w.check, '/report/check', [['truth', 'yes'], ['go', 'next']]); if (l !== '/report/receipt') throw new Error(l) }) : mode === 'rec' ? await run(n, async () => { const w = works[vi++ % works.length]; await w.visitor.get('/report/receipt') }) : mode === 'up' || mode === 'noup' ? await run(works.length * 10, async () => { const w = works[vi++ % works.length]; await w.visitor.sendOnly(w.page, '/report/evidence', [['go', 'next']], mode === 'up' ? [photo] : []) }) : mode === 'receipt' ? await run(n, async () => { const w = works[vi++ % works.length]; await w.visitor.get('/report/evidence') }) : mode === 'final' ? await run(works.length, () => finish(works.pop())) : await run(n, () => journey(server.publicUrl))
      const ms = performance.now() - a
      hold('cont'); const cpu = m(t.length); const th2 = threads(pid); console.log(Object.entries(th2).map(([k, v]) => `${k} ${((v - (th[k] ?? 0)) / t.length).toFixed(1)}`).join('  '))
      if (process.env.PROF) { process.kill(pid, 'SIGUSR2'); await new Promise(r => setTimeout(r, 2000)) }
      console.log(JSON.stringify({ mode, per_s: Math.round(t.length / ms * 10000) / 10, p50: Math.round(percentile(t, .5)), p95: Math.round(percentile(t, .95)), cpu, sum: cpu.service + cpu.database + cpu.bench }))
    }
    await measure(); if (!process.env.PROF) { await measure() }
  } finally { await server.stop() }
}
void main()
