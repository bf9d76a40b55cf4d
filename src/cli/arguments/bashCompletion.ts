/**
 * The library's script for bash (0.0.22) needs the package bash-completion; without it every TAB prints an error. It
 * also runs what is on the command line, even `$(…)`. This script needs only bash 3.2, which macOS has, and runs only
 * `muster complete`.
 *
 * Bash reads `=` as a word of its own, so `--format=js` arrives as three words; without the sign it is the same
 * request. `default` completes files if nothing is offered; bit 4 of the answer's last line says that files are not
 * wanted.
 */
export const BASH_COMPLETION = `# bash completion for muster
__muster_complete() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" word line offers value words=() IFS=$'\\n'
  [[ "$cur" == "=" ]] && cur=""
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    [[ "$word" == "=" ]] || words+=("$word")
  done
  offers="$(muster complete -- "\${words[@]}" "$cur" 2>/dev/null)" || return
  COMPREPLY=()
  while read -r line; do
    case "$line" in
    :*) (( \${line#:} & 4 )) && compopt +o default 2>/dev/null ;;
    *)
      value="\${line%%$'\\t'*}"
      [[ -n "$value" && "$value" == "$cur"* ]] && COMPREPLY+=("$value")
      ;;
    esac
  done <<< "$offers"
  return 0
}
complete -o default -F __muster_complete muster
`;
