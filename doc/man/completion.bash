# SPDX-License-Identifier: GPL-2.0-or-later
# Completes gprcheck and gprcheck-clang in bash; asks the command itself what there is.

# Words of an option's value, from its help: "--fail-on=new|any".
_gprcheck_values()
{
	case $1 in
	--format) echo "table tsv json sarif junit github html" ;;
	--rule) echo "rip-index wrong-register-class index-range egpr-unguarded" ;;
	--verdict) echo "safe unproven violation" ;;
	*) "$2" "$3" --help 2>/dev/null | sed -n "s/^ .*$1=\([a-z|-]*|[a-z|-]*\) .*/\1/p" | tr '|' ' ' ;;
	esac
}

_gprcheck()
{
	local command=${COMP_WORDS[1]} current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}
	local words

	COMPREPLY=()
	if [ "$COMP_CWORD" -eq 1 ] || { [ "$COMP_CWORD" -eq 2 ] && [ "$command" = help ]; }; then
		words=$("$1" help 2>/dev/null | sed -n 's/^  \([a-z][a-z-]*\) .*/\1/p')
	elif [[ $current == -* ]]; then
		words=$("$1" "$command" --help 2>/dev/null | grep -o -e '--[a-z][a-z-]*')
	elif [[ $before == --* ]]; then
		words=$(_gprcheck_values "$before" "$1" "$command")
	fi
	# Nothing to say: file names, by -o default below.
	[ -z "$words" ] || mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current" | sort -u)
}

_gprcheck_clang()
{
	COMPREPLY=()
	[[ ${COMP_WORDS[COMP_CWORD]} == -* ]] || return 0
	mapfile -t COMPREPLY < <(compgen -W "--rules --facts --fail-on --parse-only --timeout --dump --selftest-crash --selftest-hang -p -j" \
		-- "${COMP_WORDS[COMP_CWORD]}")
}

complete -o default -F _gprcheck gprcheck
complete -o default -F _gprcheck_clang gprcheck-clang
