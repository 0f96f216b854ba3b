//! Subnets and pools.

use super::*;

#[test]
fn subnets_and_pools() {
    check(L4, "leftsubnet", "10.1.0.0/16", "10.1.0.0/16");
    check(
        L4,
        "leftsubnet",
        "10.1.0.5/16",
        "10.1.0.0/16 works host-bits-in-subnet",
    );
    check(L4, "leftsubnet", "10.1.0.0", "- conn bad-subnet");
    check(
        L4,
        "leftsubnet",
        "10.1.0.0/16,10.2.0.0/16",
        "- conn subnet-list-not-supported",
    );
    check(L4, "leftsubnet", "vhost:%priv", "- conn vhost-with-ikev2");
    check_in(
        Context::CONN.ike_version(IkeVersion::V1),
        L4,
        "leftsubnet",
        "vhost:%priv",
        "vhost:%priv",
    );
    check(
        L5,
        "leftsubnet",
        "10.1.0.0/16,10.2.0.0/16",
        "10.1.0.0/16,10.2.0.0/16",
    );
    check(
        L5,
        "leftsubnet",
        "{10.1.0.0/16, 10.2.0.0/16}",
        "- conn bad-subnet",
    );
    check(L5, "leftsubnet", "10.1.0.0/16:tcp", "10.1.0.0/16/tcp");
    check(L5, "leftsubnet", "10.1.0.0/16/6/80", "10.1.0.0/16/tcp/80");
    check(L5, "leftsubnet", "2001:db8:1::/48", "2001:db8:1::/48");
    check(
        L4,
        "leftsubnets",
        "{10.1.0.0/16, bogus 10.2.0.0/16}",
        "10.1.0.0/16 ignored bad-subnet",
    );
    check(L4, "leftsubnets", "{bogus}", "- conn bad-subnet");
    check(C24, "leftsubnet", "garbage", "garbage");
    check(
        SS,
        "leftsubnet",
        "10.1.0.0/16[tcp/80],%dynamic",
        "10.1.0.0/16/tcp/80",
    );
    check(SS, "leftsubnet", "10.1.0.1-10.1.0.9", " misread bad-subnet");
    check(
        SS,
        "leftsubnet",
        "10.1.0.0/16,bogus",
        "10.1.0.0/16 ignored bad-subnet",
    );
    check(L4, "leftvti", "10.0.0.1/24", "10.0.0.1/24");
    check(L4, "leftvti", "10.0.0.1", "- conn bad-address");
    check(
        L4,
        "rightaddresspool",
        "10.9.0.1-10.9.0.9",
        "10.9.0.1-10.9.0.9",
    );
    check(
        L4,
        "rightaddresspool",
        "10.9.0.9-10.9.0.1",
        "- conn bad-pool",
    );
    check(
        L4,
        "rightaddresspool",
        "2001:db8::1-2001:db8::9",
        "- conn bad-pool",
    );
    check(
        L5,
        "rightaddresspool",
        "10.9.0.0/24,2001:db8:9::/120",
        "10.9.0.0-10.9.0.255,2001:db8:9::-2001:db8:9::ff",
    );
    check(
        L5,
        "rightaddresspool",
        "10.9.0.0/24,10.10.0.0/24",
        "- conn bad-pool",
    );
    check(
        L4,
        "virtual-private",
        "%v4:10.0.0.0/8,%v4:!10.1.0.0/16",
        "%v4:10.0.0.0/8,%v4:!10.1.0.0/16",
    );
    check(
        L4,
        "virtual-private",
        "10.0.0.0/8",
        " ignored bad-virtual-private",
    );
    check_words(
        L4,
        "leftsubnet",
        "10.1.0.5/16",
        "10.1.0.5/16",
        "`10.1.0.5/16` is read as 10.1.0.0/16",
        Some("10.1.0.0/16"),
    );
}
