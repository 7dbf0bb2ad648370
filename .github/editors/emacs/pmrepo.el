;; Starts `pmrepo lsp' in repositories of postmortems.
(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs '((markdown-mode yaml-mode) . ("pmrepo" "lsp"))))

(defun pmrepo-eglot-ensure ()
  "Start Eglot where a directory above this file has a `pmrepo.yaml'."
  (when (and buffer-file-name (locate-dominating-file buffer-file-name "pmrepo.yaml"))
    (eglot-ensure)))

(add-hook 'markdown-mode-hook #'pmrepo-eglot-ensure)
(add-hook 'yaml-mode-hook #'pmrepo-eglot-ensure)
