;; Drives Emacs in batch mode as its user would, and writes what that user sees to $REPORT as JSON.  -*- lexical-binding: t -*-
;; CLIENT is `eglot' or `lsp-mode'. Debian's packages are only found with -q, not with -Q.
(require 'json)
(require 'subr-x)
(require 'package)
(package-initialize)
(require 'flymake)

(defvar client (intern (getenv "CLIENT")))
(defvar report nil)

(defun note (key value)
  (push (cons key value) report))

(defun wait (what condition)
  "Let processes and timers run until CONDITION returns something."
  (let ((end (+ (float-time) 20)) value)
    (while (not (setq value (funcall condition)))
      (when (> (float-time) end)
        (error "In vain waited for %s" what))
      (accept-process-output nil 0.02))
    value))

(defun text ()
  (buffer-substring-no-properties (point-min) (point-max)))

(defun line-text ()
  (buffer-substring-no-properties (line-beginning-position) (line-end-position)))

(defun go (line text)
  "Move behind the first TEXT in LINE."
  (goto-char (point-min))
  (forward-line (1- line))
  (search-forward text (line-end-position)))

(defun code (text)
  "The code of the finding with that TEXT; Eglot has it in the text, lsp-mode shows it nowhere but in its list."
  (if (eq client 'eglot)
      ""
    (gethash "code" (seq-find (lambda (d) (equal (gethash "message" d) text))
                              (lsp--get-buffer-diagnostics)))))

(defun diagnostics ()
  (vconcat
   (mapcar (lambda (d)
             (let ((beginning (flymake-diagnostic-beg d)) (end (flymake-diagnostic-end d)))
               `((line . ,(line-number-at-pos beginning))
                 (text . ,(buffer-substring-no-properties beginning end))
                 (code . ,(code (flymake-diagnostic-text d)))
                 (message . ,(flymake-diagnostic-text d)))))
           (sort (copy-sequence (flymake-diagnostics))
                 (lambda (a b) (< (flymake-diagnostic-beg a) (flymake-diagnostic-beg b)))))))

(defun connect ()
  (pcase client
    ;; `eglot-ensure' waits for a command, and there are none in batch mode.
    ('eglot (call-interactively #'eglot)
            (wait "eglot" #'eglot-managed-p))
    ('lsp-mode (lsp)
               (wait "lsp-mode" (lambda () (and (lsp-workspaces)
                                                (eq (lsp--workspace-status (car (lsp-workspaces))) 'initialized)))))))

(defun hover ()
  (pcase client
    ('eglot (let (said)
              (eglot-hover-eldoc-function (lambda (text &rest _) (setq said text)))
              (substring-no-properties (wait "hover" (lambda () said)))))
    ('lsp-mode (gethash "value" (gethash "contents" (lsp-request "textDocument/hover" (lsp--text-document-position-params)))))))

(defun completions ()
  (let* ((found (pcase client ('eglot (eglot-completion-at-point)) ('lsp-mode (lsp-completion-at-point))))
         (typed (buffer-substring-no-properties (nth 0 found) (nth 1 found))))
    (vconcat (mapcar (lambda (word) (string-trim (substring-no-properties word)))
                     (all-completions typed (nth 2 found) nil)))))

(defun act (wanted)
  "Take the code action at point whose title has WANTED in it; return all titles."
  (let* ((actions (append (pcase client
                            ('eglot (eglot-code-actions (- (point) 3) (point) nil nil))
                            ('lsp-mode (lsp-code-actions-at-point)))
                          nil))
         (title (lambda (action)
                  (pcase client ('eglot (plist-get action :title)) ('lsp-mode (gethash "title" action)))))
         (action (seq-find (lambda (action) (string-search wanted (funcall title action))) actions)))
    (pcase client
      ('eglot (eglot--apply-workspace-edit (plist-get action :edit)))
      ('lsp-mode (lsp-execute-code-action action)))
    (vconcat (mapcar title actions))))

(defun send-changes ()
  "Tell the server what changed, as Emacs does while its user thinks."
  (when (eq client 'eglot)
    (eglot--signal-textDocument/didChange)))

(defun drive ()
  (find-file (concat (getenv "ETC") "/ipsec.conf"))
  (note 'filetype (symbol-name major-mode))
  (connect)
  (flymake-mode 1)
  (flymake-start)
  (wait "diagnostics" (lambda () (= (length (flymake-diagnostics)) (string-to-number (getenv "DIAGNOSTICS")))))
  (note 'diagnostics (diagnostics))

  (go 10 "ike")
  (note 'hover (hover))

  (go 15 "pe")
  (save-window-excursion
    (call-interactively (pcase client ('eglot #'xref-find-definitions) ('lsp-mode #'lsp-find-definition)))
    (note 'definition (format "%s:%d" (buffer-file-name) (line-number-at-pos)))
    (note 'definition_filetype (symbol-name major-mode)))
  (switch-to-buffer "ipsec.conf")

  (go 17 "add")
  (insert "\n\tau")
  (note 'completion (completions))
  (delete-region (line-end-position 0) (line-end-position))

  (go 17 "atuo")
  (note 'actions (act (getenv "ACTION")))
  (wait "the code action" (lambda () (go 17 "") (equal (line-text) "\tauto=add")))

  (send-changes)
  (go 9 "ba")
  (pcase client ('eglot (eglot-rename "root")) ('lsp-mode (lsp-rename "root")))
  (wait "the new name" (lambda () (string-match-p "conn root\\(.\\|\n\\)*also=root" (text))))

  (pcase client ('eglot (eglot-format-buffer)) ('lsp-mode (lsp-format-buffer)))
  (note 'finished (text))
  (let ((tick (buffer-chars-modified-tick)))
    (pcase client ('eglot (eglot-format-buffer)) ('lsp-mode (lsp-format-buffer)))
    (note 'edits_of_second_format (- (buffer-chars-modified-tick) tick)))
  (save-buffer)

  (find-file (concat (getenv "ETC") "/ipsec.secrets"))
  (note 'secrets_filetype (symbol-name major-mode))
  (note 'secrets_auto_save (or buffer-auto-save-file-name :json-false))
  ;; A server that runs takes a further file by itself.
  (pcase client
    ('eglot (wait "eglot" #'eglot-managed-p))
    ('lsp-mode (lsp)))
  (flymake-mode 1)
  (flymake-start)
  (wait "diagnostics of the secrets" #'flymake-diagnostics)
  (note 'secrets_diagnostics (diagnostics))
  ;; lsp-mode does it when Emacs ends.
  (when (eq client 'eglot)
    (eglot-shutdown (eglot-current-server))))

(setq flymake-no-changes-timeout 0.1 make-backup-files nil)
(pcase client
  ('eglot (require 'eglot)
          (setq eglot-confirm-server-initiated-edits nil))
  ('lsp-mode (require 'lsp-mode)
             (setq lsp-auto-guess-root t lsp-diagnostics-provider :flymake lsp-enable-snippet nil)))
(note 'version emacs-version)
;; There is nobody to answer a question.
(cl-letf (((symbol-function 'y-or-n-p) (lambda (&rest _) t)))
  (condition-case fault (drive)
    (error (note 'fault (format "%S" fault))
           (note 'lines (text)))))
(let ((json-encoding-pretty-print t))
  (with-temp-file (getenv "REPORT") (insert (json-encode report))))
(kill-emacs)
