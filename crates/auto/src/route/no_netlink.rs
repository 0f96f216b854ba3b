//! Stands in for the kernel's answers on systems without netlink.

use std::net::IpAddr;

use super::kernel::{Family, Kernel, KernelRoute, RouteError};

/// Refuses every question.
#[derive(Debug, Clone, Copy, Default)]
pub struct Netlink;

impl Kernel for Netlink {
    fn default_route(&self, _family: Family) -> Result<Option<KernelRoute>, RouteError> {
        Err(RouteError::Unsupported)
    }

    fn route_to(&self, _peer: IpAddr) -> Result<Option<KernelRoute>, RouteError> {
        Err(RouteError::Unsupported)
    }

    fn local_addresses(&self) -> Result<Vec<(IpAddr, String)>, RouteError> {
        Err(RouteError::Unsupported)
    }

    fn interface_address(
        &self,
        _name: &str,
        _family: Family,
    ) -> Result<Option<IpAddr>, RouteError> {
        Err(RouteError::Unsupported)
    }
}
