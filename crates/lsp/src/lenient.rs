//! What clients say otherwise than the protocol has it, and mean all the same.

use std::task::{Context, Poll};

use tower_lsp::jsonrpc::Request;
use tower_service::Service;

pub(crate) struct Lenient<S>(pub(crate) S);

impl<S: Service<Request>> Service<Request> for Lenient<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> S::Future {
        self.0.call(mended(request))
    }
}

/// `shutdown` has no parameters; lsp-mode 8.0 of Emacs sends `{}` (`lsp--shutdown-workspace`), which would be refused.
fn mended(request: Request) -> Request {
    if request.method() != "shutdown" {
        return request;
    }
    let (method, id, _) = request.into_parts();
    let mended = Request::build(method);
    match id {
        Some(id) => mended.id(id).finish(),
        None => mended.finish(),
    }
}
