import { runEngine } from '@switchboard/netcore/engine'
import { catalogue } from '@switchboard/protocols'

runEngine(catalogue)
