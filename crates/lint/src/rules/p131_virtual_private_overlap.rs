//! The network behind this host among those that clients may have.

use ipnet::IpNet;
use ipsec_conf::diagnostic::Fix;
use ipsec_conf::keyword::Side;
use ipsec_conf::model::Conn;
use ipsec_conf::value::{Context as ValueContext, Value, VirtualNet};
use ipsec_conf::{Effect, value};

use crate::context::Context;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// `virtual-private=` allows clients the network that is behind this host.
    ///
    /// ## What it does
    ///
    /// Compares `virtual-private=` with the subnet at the other end of conns that have `vhost:%priv` or `vnet:%priv` at one.
    ///
    /// ## Why it matters
    ///
    /// Libreswan and Openswan then accept a client behind NAT whose own address lies in the network of the office. Packets for it
    /// never leave the office, or those for a host of the office go to the client.
    ///
    /// ## Example
    ///
    /// ```ipsec bad openswan@2.6
    /// config setup
    ///     virtual_private=%v4:10.0.0.0/8,%v4:192.168.0.0/16
    /// conn roadwarriors
    ///     left=192.0.2.1
    ///     leftsubnet=192.168.1.0/24
    ///     right=%any
    ///     rightsubnet=vhost:%priv,%no
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good openswan@2.6
    /// config setup
    ///     virtual_private=%v4:10.0.0.0/8,%v4:192.168.0.0/16,%v4:!192.168.1.0/24
    /// conn roadwarriors
    ///     left=192.0.2.1
    ///     leftsubnet=192.168.1.0/24
    ///     right=%any
    ///     rightsubnet=vhost:%priv,%no
    /// ```
    ///
    /// ## See also
    ///
    /// `bad-virtual-private`
    pub struct VirtualPrivateOverlap {
        code: "P131", name: "virtual-private-overlap", severity: Warning, enabled: true,
        since: "0.1", dialects: "Openswan, Libreswan", fix: Always
    }
}

impl Rule for VirtualPrivateOverlap {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        if cx.is_strongswan() {
            return;
        }
        for side in Side::BOTH {
            let is_private = matches!(conn.value("subnet", Some(side)), Some(Value::Virtual(text)) if text.contains("%priv"));
            let other = conn.get("subnet", Some(side.other()));
            let Some((other, Some(Value::Subnets(own)))) = other
                .filter(|_| is_private)
                .map(|setting| (setting, &conn.reading(setting).value))
            else {
                continue;
            };
            let Some((allowed, span)) = virtual_private(cx) else {
                return;
            };
            for selector in own {
                let net = selector.net;
                let Some(wide) = allowed
                    .iter()
                    .find(|item| !item.excluded && overlaps(item.net, net))
                else {
                    continue;
                };
                if allowed
                    .iter()
                    .any(|item| item.excluded && item.net.contains(&net))
                {
                    continue;
                }
                let family = if net.addr().is_ipv4() { "%v4" } else { "%v6" };
                let item = format!("{family}:!{net}");
                let text = cx.model.sources().slice(span);
                let quote = text.strip_suffix('"').map_or(0, |_| 1);
                let at = ipsec_conf::Span {
                    start: span.end - quote,
                    end: span.end - quote,
                    ..span
                };
                let finding = cx
                    .finding(
                        Effect::Works,
                        span,
                        format!("clients may have addresses of `{net}`, which is behind this host"),
                    )
                    .label(format!("`{wide}` covers it"))
                    .related(conn.value_span(other), "the network is here")
                    .note(format!(
                        "{} accepts a client behind NAT with such an address",
                        cx.program()
                    ))
                    .help(format!("take the network out: add `{item}`"))
                    .fix(Fix::risky("take the network out", at, format!(",{item}")));
                cx.report(finding);
                return;
            }
        }
    }
}

fn overlaps(a: IpNet, b: IpNet) -> bool {
    a.contains(&b) || b.contains(&a)
}

fn virtual_private(cx: &Context<'_>) -> Option<(Vec<VirtualNet>, ipsec_conf::Span)> {
    let names = ["virtual-private", "virtual_private"];
    let (keyword, item) = cx
        .setup
        .settings()
        .find(|(keyword, _)| names.contains(&keyword.id))?;
    let text = cx.model.value(item);
    match value::read(
        keyword.id,
        item.span?,
        text.raw(),
        cx.target(),
        ValueContext::SETUP,
    )
    .value
    {
        Some(Value::VirtualNets(nets)) => Some((nets, cx.model.value_span(item))),
        _ => None,
    }
}
