//! Diagnostics for clients that ask for them.

use std::sync::atomic::{AtomicI32, Ordering};

use serde_json::json;
use tokio::sync::mpsc::unbounded_channel;
use tokio::sync::oneshot;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::notification::Notification;
use tower_lsp::ls_types::{
    DocumentDiagnosticParams, DocumentDiagnosticReport, DocumentDiagnosticReportResult,
    FullDocumentDiagnosticReport, ProgressToken, RelatedFullDocumentDiagnosticReport,
    RelatedUnchangedDocumentDiagnosticReport, UnchangedDocumentDiagnosticReport,
    WorkspaceDiagnosticParams, WorkspaceDiagnosticReport, WorkspaceDiagnosticReportResult,
};

use super::Backend;
use crate::workspace::{Scan, Step};

/// With fewer configurations a look at all of them is over before anybody wonders.
const MANY: usize = 20;

/// How often the framework gets its turn to write what was said before an answer.
const FLUSHES: usize = 16;

impl Backend {
    pub(super) async fn document_report(
        &self,
        params: DocumentDiagnosticParams,
    ) -> Result<DocumentDiagnosticReportResult> {
        let (reply, answer) = oneshot::channel();
        self.tell(move |workspace| workspace.pull(&params.text_document.uri, reply));
        let pulled = answer.await.map_err(|_| Error::internal_error())?;
        let result_id = pulled.id;
        let report = if params.previous_result_id.as_ref() == Some(&result_id) {
            DocumentDiagnosticReport::Unchanged(RelatedUnchangedDocumentDiagnosticReport {
                related_documents: None,
                unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport {
                    result_id,
                },
            })
        } else {
            DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport {
                related_documents: None,
                full_document_diagnostic_report: FullDocumentDiagnosticReport {
                    result_id: Some(result_id),
                    items: pulled.list,
                },
            })
        };
        Ok(DocumentDiagnosticReportResult::Report(report))
    }

    pub(super) async fn workspace_report(
        &self,
        params: WorkspaceDiagnosticParams,
    ) -> Result<WorkspaceDiagnosticReportResult> {
        let partial = params.partial_result_params.partial_result_token;
        let known = params.previous_result_ids.into_iter();
        let (steps, mut heard) = unbounded_channel();
        let scan = Scan {
            known: known.map(|known| (known.uri, known.value)).collect(),
            is_streaming: partial.is_some(),
            steps,
        };
        self.tell(move |workspace| workspace.scan(scan));
        let token = params.work_done_progress_params.work_done_token;
        let mut progress = None;
        let (mut all, mut done, mut total) = (Vec::new(), 0, 0);
        while let Some(step) = heard.recv().await {
            match step {
                Step::Begins(count) => {
                    total = count;
                    let token = match &token {
                        Some(token) => Some(token.clone()),
                        None if count >= MANY => self.progress_token().await,
                        None => None,
                    };
                    if let Some(token) = token {
                        let title = "Judging configurations";
                        let begun = self.client.progress(token, title).with_percentage(0);
                        progress = Some(begun.begin().await);
                    }
                }
                Step::Judged(reports) => {
                    done += 1;
                    match &partial {
                        Some(token) if !reports.is_empty() => {
                            let value = json!({"items": reports});
                            let part = Part {
                                token: token.clone(),
                                value,
                            };
                            self.client.send_notification::<Part>(part).await;
                        }
                        _ => all.extend(reports),
                    }
                    // The last step is not of a configuration.
                    if let Some(progress) = progress.as_ref().filter(|_| done <= total) {
                        let text = format!("{done} of {total}");
                        let percentage = (done * 100 / total) as u32;
                        progress.report_with_message(text, percentage).await;
                    }
                }
            }
        }
        if let Some(progress) = progress {
            progress.finish().await;
        }
        // The framework has a queue for notifications and one for answers; parts have to come before the end.
        for _ in 0..FLUSHES {
            tokio::task::yield_now().await;
        }
        Ok(WorkspaceDiagnosticReport { items: all }.into())
    }

    /// A token of ours, if the client draws progress.
    async fn progress_token(&self) -> Option<ProgressToken> {
        static NEXT: AtomicI32 = AtomicI32::new(1);
        let shows = self.ask(|workspace| workspace.client.shows_progress).await;
        if !shows.is_ok_and(|shows| shows) {
            return None;
        }
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let token = ProgressToken::String(format!("ipsec-lsp/{number}"));
        let created = self.client.create_work_done_progress(token.clone()).await;
        created.is_ok().then_some(token)
    }
}

/// A part of an answer; the framework knows those of progress only.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
struct Part {
    token: ProgressToken,
    value: serde_json::Value,
}

impl Notification for Part {
    type Params = Part;
    const METHOD: &'static str = "$/progress";
}
