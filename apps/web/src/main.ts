import { mount } from 'svelte'
import './styles/tokens.css'
import './styles/base.css'
import './styles/button.css'
import './styles/input.css'
import './styles/card.css'
import './styles/badge.css'
import './styles/table.css'
import App from './App.svelte'
import { entrance } from './session/entrance.svelte.ts'

const target = document.getElementById('app')
if (!target) throw new Error('index.html has no element with the id "app".')
mount(App, { target })
void entrance.enter()
