//! The default route, asked for only when a conn needs it.

use std::io;

use ipsec_conf::model::{Model, SectionId};
use ipsec_conf::target::Reader;

use super::report::say;
use crate::request::{Backend, Request};
use crate::route::{DefaultRoute, Info, InfoFile, Netlink, RouteError, RouteOptions, resolve};
use crate::target::classic::needs_default_route;

/// The default route, if the conn asks for it and somebody knows it.
pub(super) fn find(request: &Request, model: &Model, id: SectionId) -> Option<DefaultRoute> {
    let resolves_itself = match model.reader() {
        Reader::Classic | Reader::Openswan => false,
        Reader::Libreswan4 | Reader::Libreswan5 => request.backend == Backend::Addconn,
        Reader::StrongSwan => true,
    };
    if resolves_itself {
        return None;
    }
    let family = needs_default_route(&model.resolved(id))?;
    let options = RouteOptions {
        address: request.default_route,
        gateway: request.default_route_next_hop,
    };
    let is_stated = options.address.is_some() && options.gateway.is_some();
    let info = if is_stated { None } else { read_info(request) };
    match resolve(&options, info.as_ref(), &Netlink, family) {
        Ok(route) => route.address.is_some().then_some(route),
        Err(error) => {
            say(&format!("warning: {}", with_source(&error)));
            None
        }
    }
}

fn read_info(request: &Request) -> Option<InfoFile> {
    match InfoFile::read(&request.info) {
        Ok((file, problems)) => {
            for problem in problems {
                say(&format!(
                    "warning: {}:{}: {}; the line is left out",
                    file.path.display(),
                    problem.line,
                    problem.message
                ));
            }
            Some(file)
        }
        Err(RouteError::InfoFile { source, .. })
            if source.kind() == io::ErrorKind::NotFound && !request.info_given =>
        {
            None
        }
        // Who names a file does not want another answer: it states nothing.
        Err(error) if request.info_given => {
            say(&format!(
                "warning: {}; without `--info` the kernel is asked",
                with_source(&error)
            ));
            Some(InfoFile {
                path: request.info.clone(),
                info: Info::default(),
            })
        }
        Err(error) => {
            say(&format!(
                "warning: {}; the kernel is asked instead",
                with_source(&error)
            ));
            None
        }
    }
}

fn with_source(error: &RouteError) -> String {
    match std::error::Error::source(error) {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}
