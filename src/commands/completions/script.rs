//! The shells' code, where what clap writes is not enough: ids are found by any part of them, and bash
//! breaks words at `=`.

/// What asks for the candidates in bash.
const BASH: &str = r#"_clap_complete_pmrepo() {
    local IFS=$'\013'
    # Readline breaks words at `=`; pmrepo does not.
    local words=() word last= at
    for ((at = 0; at <= COMP_CWORD; at++)); do
        word="${COMP_WORDS[at]}"
        if ((at == COMP_CWORD)) && [[ "$word" != "=" ]]; then
            word="$2"
        fi
        if ((${#words[@]} > 1)) && [[ "$word" == "="* || "$last" == *"=" ]]; then
            words[${#words[@]} - 1]+="$word"
        else
            words+=("$word")
        fi
        last="$word"
    done
    local typed="${words[${#words[@]} - 1]}"
    local before="${typed%"$2"}"
    COMPREPLY=( $( \
        _CLAP_IFS="$IFS" \
        _CLAP_COMPLETE_INDEX="$((${#words[@]} - 1))" \
        _CLAP_COMPLETE_COMP_TYPE="${COMP_TYPE}" \
        _CLAP_COMPLETE_SPACE=false \
        COMPLETE="bash" \
        "pmrepo" -- "${words[@]}" 2>/dev/null \
    ) )
    if [[ $? != 0 ]]; then
        unset COMPREPLY
        return
    fi
    COMPREPLY=("${COMPREPLY[@]#"$before"}")
    # Several words in which what is typed occurs: it stays until one is meant.
    if ((${#COMPREPLY[@]} > 1)) && [[ "${COMPREPLY[0]}" != "$2"* ]]; then
        COMPREPLY+=(" ")
    fi
    if [[ "${COMPREPLY-}" =~ [=/:]$ ]]; then
        compopt -o nospace 2>/dev/null
    else
        compopt +o nospace 2>/dev/null
    fi
}
complete -o bashdefault -o nosort -F _clap_complete_pmrepo pmrepo 2>/dev/null ||
    complete -o bashdefault -F _clap_complete_pmrepo pmrepo
"#;

/// What zsh is told of the candidates, and what it is to be told.
const ZSH: [(&str, &str); 3] = [
    (
        "    if [[ -n $completions ]]; then\n",
        "    # What is typed may stand anywhere in an id: then a word is put in its place.\n    \
         local -a place=()\n    \
         if [[ -n $completions && \"${completions[1]%%:*}\" != \"${words[CURRENT]}\"* ]]; then\n        \
         place=(-U)\n        \
         compstate[insert]=menu\n    \
         fi\n    \
         if [[ -n $completions ]]; then\n",
    ),
    (
        "'values' dirs -S '/' -r '/'",
        "'values' dirs -S '/' -r '/' $place",
    ),
    ("'values' other\n", "'values' other $place\n"),
];

/// The code for bash.
pub(super) fn bash() -> String {
    BASH.to_owned()
}

/// The code for zsh, from what clap writes.
pub(super) fn zsh(code: &str) -> String {
    let mut code = code.to_owned();
    for (was, is) in ZSH {
        code = code.replacen(was, is, 1);
    }
    code
}
