//! The default route, asked for only when a conn needs it.

use std::io;

use ipsec_conf::keyword::Side;
use ipsec_conf::model::{Conn, Model, SectionId};
use ipsec_conf::target::Reader;
use ipsec_conf::value::{Family as HostFamily, Host, Value};

use super::report::say;
use crate::request::{Backend, Request};
use crate::route::{DefaultRoute, Family, InfoFile, Netlink, RouteError, RouteOptions, resolve};

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
    let conn = model.resolved(id);
    let family = wanted(&conn)?;
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

/// The family in which an end or a next hop asks for the default route.
fn wanted(conn: &Conn<'_>) -> Option<Family> {
    let hosts = [Side::Left, Side::Right]
        .into_iter()
        .flat_map(|side| ["host", "nexthop"].map(|id| (id, side)));
    let hosts: Vec<Host> = hosts
        .filter_map(|(id, side)| match conn.value(id, Some(side))? {
            Value::Host(host) => Some(host),
            _ => None,
        })
        .collect();
    let asked = hosts.iter().find_map(|host| match host {
        Host::DefaultRoute(family) => Some(*family),
        _ => None,
    })?;
    let of_ends = || hosts.iter().find_map(Host::address).map(Family::of);
    let of_keyword = || {
        ["hostaddrfamily", "connaddrfamily"]
            .into_iter()
            .find_map(|id| match conn.text(id, None)? {
                "ipv6" => Some(Family::V6),
                _ => Some(Family::V4),
            })
    };
    let asked = asked.map(|family| {
        if family == HostFamily::V6 {
            Family::V6
        } else {
            Family::V4
        }
    });
    Some(
        asked
            .or_else(of_ends)
            .or_else(of_keyword)
            .unwrap_or(Family::V4),
    )
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
