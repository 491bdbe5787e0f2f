// Each shell asks `switchboard complete -- <words>` what may come as the last word. Words are handed over as they are,
// never evaluated. Where nothing is proposed the shell proposes files.

const bash = `# switchboard: completion for bash. Source it, for example from ~/.bashrc.
_switchboard() {
  local value description
  COMPREPLY=()
  while IFS=$'\\t' read -r value description; do
    value=$(printf '%q' "$value")
    [[ $value == "\${COMP_WORDS[COMP_CWORD]}"* ]] && COMPREPLY+=("$value")
  done < <(switchboard complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _switchboard switchboard
`

const zsh = `#compdef switchboard
# switchboard: completion for zsh. Source it behind compinit, for example from ~/.zshrc.
_switchboard() {
  local line value
  local -a proposed
  for line in "\${(@f)$(switchboard complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
    [[ -z $line ]] && continue
    value=\${line%%$'\\t'*}
    proposed+=("\${value//:/\\\\:}:\${line#*$'\\t'}")
  done
  if (( \${#proposed} )); then _describe switchboard proposed; else _files; fi
}
compdef _switchboard switchboard
`

const fish = `# switchboard: completion for fish. Keep it as ~/.config/fish/completions/switchboard.fish.
function __switchboard_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l proposed (switchboard complete -- $words[2..-1] "$current" 2>/dev/null)
    if set -q proposed[1]
        printf '%s\\n' $proposed
    else
        __fish_complete_path "$current"
    end
end
complete -c switchboard -f -a '(__switchboard_complete)'
`

/** What a shell has to read, by its name. */
export const SCRIPTS = { bash, zsh, fish }
export type Shell = keyof typeof SCRIPTS
