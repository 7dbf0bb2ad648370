# Starts `pmrepo lsp` in repositories of postmortems.
hook -group pmrepo-lsp global BufSetOption filetype=(?:markdown|yaml) %{
    set-option buffer lsp_servers %{
        [pmrepo]
        root_globs = ["pmrepo.yaml"]
        command = "pmrepo"
        args = ["lsp"]
    }
}
