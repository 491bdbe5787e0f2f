import { flushCompileCache } from 'node:module'
import { runEngine } from '@switchboard/netcore/engine'
import { catalogue } from '@switchboard/protocols'

runEngine(catalogue)
flushCompileCache() // for the next engine: an engine that is killed saves nothing
