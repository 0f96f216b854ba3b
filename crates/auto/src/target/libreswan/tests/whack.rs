//! Conns as options of whack.

use super::*;

#[test]
fn whack_says_what_addconn_would() {
    insta::assert_snapshot!(whack("\tauthby=secret\n"), @r"
    ipsec whack --name a --delete --tunnel --encrypt --pfs --ikev2 --ikefrag-allow --esn --no-esn --encaps auto --nic-offload auto --psk --dpdaction hold \
    	--id 192.0.2.45 --host 192.0.2.45 --sendcert always \
    	--to \
    	--id 198.51.100.2 --host 198.51.100.2 --sendcert always \
    	|| exit $?
    ");
}

#[test]
fn whack_with_many_options() {
    let lines = "\tauthby=rsasig,ecdsa,ecdsa-sha2\n\tleftid=\"CN=a b\"\n\tleftcert=gate\n\tleftsubnet=10.1/16\n\trightsubnet=10.2.0.0/16\n\
             \trightid=@b\n\tikelifetime=2h\n\trekeyfuzz=50%\n\tkeyingtries=%forever\n\tipsec-max-bytes=1MiB\n\tretransmit-interval=1s\n\
             \tphase2=ah\n\tah=sha2_512\n\tesn=no\n\tfragmentation=force\n\tpfs=no\n\tcompress=yes\n\trekey=no\n\tdpddelay=30\n\
             \tdpdaction=restart\n\tencapsulation=YES\n\tipsec-interface=yes\n\tmark=7/0xff\n\tleftsendcert=sendifasked\n\tmtu=1400\n";
    insta::assert_snapshot!(whack(lines), @r"
    7: warning V130: `10.1/16` is read as 10.0.0.0/16
    ipsec whack --name a --delete --tunnel --authenticate --ikev2 --ikefrag-allow --ikefrag-force --no-esn --encaps yes --nic-offload auto --rsasig --ecdsa --esp sha2_512 --compress --dontrekey --ikelifetime 7200 --keyingtries 0 --rekeyfuzz 50 --ipsec-max-bytes 1048576 --retransmit-interval 1000 --dpddelay 30 --dpdaction hold --mtu 1400 --conn-mark 7/0xff --ipsec-interface 1 \
    	--id 'CN=a b' --host 192.0.2.45 --client 10.0.0.0/16 --cert gate --sendcert ifasked \
    	--to \
    	--id @b --host 198.51.100.2 --client 10.2.0.0/16 --sendcert always \
    	|| exit $?
    ");
}

#[test]
fn whack_with_a_raw_key() {
    insta::assert_snapshot!(whack("\tleftid=@w\n\tleftrsasigkey=0x01036162636465666768696a6b6c6d6e6f70\n\trightrsasigkey=%dnsondemand\n"), @r"
    ipsec whack --name a --delete --tunnel --encrypt --pfs --ikev2 --ikefrag-allow --esn --no-esn --encaps auto --nic-offload auto --dpdaction hold \
    	--id @w --host 192.0.2.45 --sendcert always --ckaid 14f3995288acd189e6e50a7af47ee7099aa682b9 \
    	--to \
    	--id 198.51.100.2 --host 198.51.100.2 --sendcert always --dnskeyondemand \
    	|| exit $?
    ipsec whack --keyid @w \
    	--pubkeyrsa 0x01036162636465666768696a6b6c6d6e6f70 \
    	|| exit $?
    ");
}

#[test]
fn whack_with_the_default_route() {
    let config = "conn a\n\tleft=%defaultroute\n\tright=%any\n\tauthby=secret\n";
    insta::assert_snapshot!(libreswan_4().show("--backend whack --add a", config), @r"
    ipsec whack --name a --delete --tunnel --encrypt --pfs --ikev2 --ikefrag-allow --esn --no-esn --encaps auto --nic-offload auto --psk --dpdaction hold \
    	--host 192.0.2.45 --nexthop 192.0.2.1 --sendcert always \
    	--to \
    	--host %any --sendcert always \
    	|| exit $?
    ");
    let unknown = Check {
        default_route: None,
        ..libreswan_4()
    };
    insta::assert_snapshot!(unknown.show("--backend whack --add a", config), @r"
    2: warning W101: `ipsec whack` cannot express `left`
    ipsec addconn --config - a <<'EOF' || exit $?
    conn a
    	left=%defaultroute
    	right=%any
    	authby=secret
    EOF
    ");
    let on_the_link = Check {
        default_route: Some(route(None)),
        ..libreswan_4()
    };
    insta::assert_snapshot!(on_the_link.show("--backend whack --add a", config), @r"
    ipsec whack --name a --delete --tunnel --encrypt --pfs --ikev2 --ikefrag-allow --esn --no-esn --encaps auto --nic-offload auto --psk --dpdaction hold \
    	--host 192.0.2.45 --sendcert always \
    	--to \
    	--host %any --sendcert always \
    	|| exit $?
    ");
}

#[test]
fn whack_with_ipv6() {
    let config = "conn a\n\tleft=2001:db8::1\n\tright=2001:db8::2\n\tleftsubnet=10.1.0.0/16\n\trightsubnet=10.2.0.0/16\n\tauthby=secret\n";
    insta::assert_snapshot!(libreswan_4().show("--backend whack --add a", config), @r"
    ipsec whack --name a --delete --ipv6 --tunnel --encrypt --pfs --ikev2 --ikefrag-allow --esn --no-esn --encaps auto --nic-offload auto --psk --dpdaction hold \
    	--id 2001:db8::1 --host 2001:db8::1 --client 10.1.0.0/16 --sendcert always \
    	--to \
    	--id 2001:db8::2 --host 2001:db8::2 --client 10.2.0.0/16 --sendcert always \
    	|| exit $?
    ");
}

#[test]
fn whack_with_a_shunt() {
    insta::assert_snapshot!(whack("\ttype=passthrough\n\tauthby=never\n"), @r"
    ipsec whack --name a --delete --pass --ikev2 --auth-never \
    	--id 192.0.2.45 --host 192.0.2.45 --sendcert always \
    	--to \
    	--id 198.51.100.2 --host 198.51.100.2 --sendcert always \
    	|| exit $?
    ");
}

#[test]
fn what_whack_cannot_say_goes_through_addconn_or_nowhere() {
    let lines = "\tleftsubnet=10.1.0.0/16\n\tconnalias=b\n\tauthby=secret\n";
    insta::assert_snapshot!(whack(lines), @r"
    4: warning W101: `ipsec whack` cannot express `leftsubnet`
    5: warning W101: `ipsec whack` cannot express `connalias`
    ipsec addconn --config - a <<'EOF' || exit $?
    conn a
    	left=192.0.2.45
    	right=198.51.100.2
    	leftsubnet=10.1.0.0/16
    	connalias=b
    	authby=secret
    EOF
    ");
    let strict = libreswan_4().show(
        "--backend whack --strict --add a",
        &format!("{ENDS}{lines}"),
    );
    insta::assert_snapshot!(strict, @r"
    4: error W101: `ipsec whack` cannot express `leftsubnet`
    5: error W101: `ipsec whack` cannot express `connalias`
    false
    `ipsec whack` cannot express conn `a`
    ");
}
