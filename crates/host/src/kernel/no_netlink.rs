//! Stands in for the kernel's answers on systems without netlink.

use std::net::IpAddr;

use super::{Family, Kernel, KernelError, KernelRoute};

/// Refuses every question.
#[derive(Debug, Clone, Copy, Default)]
pub struct Netlink;

impl Netlink {
    pub fn default_routes(&self, _family: Family) -> Result<Vec<(KernelRoute, u32)>, KernelError> {
        Err(KernelError::Unsupported)
    }
}

impl Kernel for Netlink {
    fn default_route(&self, _family: Family) -> Result<Option<KernelRoute>, KernelError> {
        Err(KernelError::Unsupported)
    }

    fn route_to(&self, _peer: IpAddr) -> Result<Option<KernelRoute>, KernelError> {
        Err(KernelError::Unsupported)
    }

    fn local_addresses(&self) -> Result<Vec<(IpAddr, String)>, KernelError> {
        Err(KernelError::Unsupported)
    }

    fn interface_address(
        &self,
        _name: &str,
        _family: Family,
    ) -> Result<Option<IpAddr>, KernelError> {
        Err(KernelError::Unsupported)
    }
}
