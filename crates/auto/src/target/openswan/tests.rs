//! Small configurations and the script each of them comes to.

use ipsec_conf::Target;

use super::super::testing::{Check, route};

const HEAD: &str = "version 2.0\n\nconn a\n\tleft=192.0.2.1\n\tright=198.51.100.2\n";

fn openswan() -> Check {
    Check {
        planner: super::plan,
        target: Target::OPENSWAN_2_6,
        default_route: None,
    }
}

fn add(lines: &str) -> String {
    openswan().show("--add a", &format!("{HEAD}{lines}"))
}

#[test]
fn only_what_is_set_and_what_whack_does_not_assume() {
    insta::assert_snapshot!(add("\tauthby=secret\n"), @r"
    ipsec whack --name a --encrypt --tunnel --pfs --psk \
    	--host 192.0.2.1 --nexthop %direct --updown 'ipsec _updown' --sendcert always \
    	--to --host 198.51.100.2 --nexthop %direct --updown 'ipsec _updown' --sendcert always \
    	|| exit $?
    ");
}

#[test]
fn every_option_of_the_conn() {
    let lines = "\tauthby=rsasig\n\tike=aes256-sha1;modp1536\n\tphase2alg=aes128-sha1\n\tphase2=ah\n\tpfs=no\n\tcompress=yes\n\taggrmode=yes\n\
                 \tforceencaps=yes\n\tmodecfgpull=yes\n\tdpddelay=30\n\tdpdtimeout=2m\n\tdpdaction=restart\n\tikelifetime=2h\n\tkeylife=1h\n\
                 \trekeymargin=9m\n\trekeyfuzz=50%\n\tkeyingtries=%forever\n\trekey=no\n\tfailureshunt=drop\n\toverlapip=yes\n\tmetric=3\n\tmtu=1400\n\
                 \tsha2_truncbug=yes\n\tconnalias=b\n\tikev2=never\n\tremote_peer_type=cisco\n";
    insta::assert_snapshot!(add(lines), @r"
    ipsec whack --name a --authenticate --tunnel --faildrop --ike 'aes256-sha1;modp1536' --esp aes128-sha1 --aggrmode --forceencaps --modecfgpull --compress --dpddelay 30 --dpdtimeout 120 --dpdaction restart --ikelifetime 7200 --overlapip --sha2_truncbug --connalias b --metric 3 --mtu 1400 --remote_peer_type cisco --rsasig \
    	--host 192.0.2.1 --nexthop %direct --updown 'ipsec _updown' --sendcert always \
    	--to --host 198.51.100.2 --nexthop %direct --updown 'ipsec _updown' --sendcert always \
    	--ipseclifetime 3600 --rekeymargin 540 --keyingtries 0 --rekeyfuzz 50 --dontrekey \
    	|| exit $?
    ");
}

#[test]
fn every_option_of_an_end() {
    let lines = "\tleftid=@l\n\tleftrsasigkey=0sAQNzGEFs18VKT00s\n\trightrsasigkey=%dnsondemand\n\tleftsubnet=10.0.1.0/24\n\
                 \tleftxauthserver=yes\n\trightxauthclient=yes\n\trightxauthusername=bob\n\trightmodecfgclient=yes\n\tleftmodecfgdns1=10.0.1.2\n\
                 \tleftsendcert=never\n\tleftsourceip=10.0.1.1\n\tleftprotoport=17/1701\n";
    insta::assert_snapshot!(add(lines), @r#"
    ipsec whack --label '"a" leftrsasigkey' --keyid @l --pubkeyrsa 0sAQNzGEFs18VKT00s \
    	|| exit $?
    ipsec whack --name a --encrypt --tunnel --pfs --rsasig \
    	--host 192.0.2.1 --client 10.0.1.0/24 --clientprotoport 17/1701 --nexthop %direct --updown 'ipsec _updown' --id @l --sendcert never --xauthserver --srcip 10.0.1.1 --modecfgdns1 10.0.1.2 \
    	--to --host 198.51.100.2 --nexthop %direct --updown 'ipsec _updown' --dnskeyondemand --sendcert always --xauthclient --modecfgclient --xauthname bob \
    	|| exit $?
    "#);
}

#[test]
fn what_whack_cannot_say_goes_through_addconn() {
    let lines = "\tauthby=secret\n\tikev2=insist\n\tleftsubnets={10.0.1.0/24 10.0.2.0/24}\n\trightsubnet=10.0.9.0/24\n";
    insta::assert_snapshot!(add(lines), @r"
    7: warning A102: whack cannot say `ikev2=insist`
    8: warning A102: whack cannot say `leftsubnets=10.0.1.0/24 10.0.2.0/24`
    ipsec addconn --config /etc/ipsec.conf a \
    	|| exit $?
    ");
    let config = format!("{HEAD}{lines}");
    insta::assert_snapshot!(openswan().show("--config x.conf --strict --add a", &config), @r#"
    7: error A102: whack cannot say `ikev2=insist`
    8: error A102: whack cannot say `leftsubnets=10.0.1.0/24 10.0.2.0/24`
    false
    (ipsec.conf, line 7) whack cannot say `ikev2=insist`
    "#);
    insta::assert_snapshot!(openswan().show("--config x.conf --replace a", &config), @r"
    7: warning A102: whack cannot say `ikev2=insist`
    8: warning A102: whack cannot say `leftsubnets=10.0.1.0/24 10.0.2.0/24`
    ipsec whack --name a --delete
    ipsec addconn --config x.conf a \
    	|| exit $?
    ");
}

#[test]
fn addconn_is_told_the_default_route() {
    let config = "version 2.0\n\nconn a\n\tleft=%defaultroute\n\tright=198.51.100.2\n\tauthby=secret\n\tikev2=yes\n";
    let check = Check {
        default_route: Some(route(Some("192.0.2.254"))),
        ..openswan()
    };
    insta::assert_snapshot!(check.show("--add a", config), @r"
    7: warning A102: whack cannot say `ikev2=yes`
    ipsec addconn --defaultroute 192.0.2.45 --defaultroutenexthop 192.0.2.254 --config /etc/ipsec.conf a \
    	|| exit $?
    ");
}

#[test]
fn half_of_dead_peer_detection() {
    insta::assert_snapshot!(add("\tauthby=secret\n\tdpddelay=30\n"), @r"
    7: warning A102: `dpddelay` has no effect without `dpdtimeout`
    ipsec whack --name a --encrypt --tunnel --pfs --psk \
    	--host 192.0.2.1 --nexthop %direct --updown 'ipsec _updown' --sendcert always \
    	--to --host 198.51.100.2 --nexthop %direct --updown 'ipsec _updown' --sendcert always \
    	|| exit $?
    ");
}

#[test]
fn shunts_carry_nothing_of_a_negotiation() {
    insta::assert_snapshot!(add("\ttype=pass\n\tauthby=secret\n\tike=aes\n\tikev2=yes\n"), @r"
    7: warning A106: `authby` has no effect: `type=pass` negotiates nothing
    8: warning A106: `ike` has no effect: `type=pass` negotiates nothing
    9: warning A106: `ikev2` has no effect: `type=pass` negotiates nothing
    ipsec whack --name a --pass \
    	--host 192.0.2.1 --nexthop %direct --updown 'ipsec _updown' --sendcert always \
    	--to --host 198.51.100.2 --nexthop %direct --updown 'ipsec _updown' --sendcert always \
    	|| exit $?
    ");
}

#[test]
fn a_next_hop_that_is_the_end_itself() {
    insta::assert_snapshot!(add("\tauthby=secret\n\tleftnexthop=192.0.2.1\n"), @r#"
    7: error M107: `left` and `leftnexthop` are the same address
    false
    (ipsec.conf, line 7) `left` and `leftnexthop` are the same address
    "#);
}

#[test]
fn operations() {
    let show = |line| {
        openswan()
            .show(line, "version 2.0\n")
            .replace(" \\\n\t|| exit $?", "")
    };
    assert_eq!(
        show("--utc --checkpubkeys"),
        "ipsec whack --utc --checkpubkeys\n"
    );
    insta::assert_snapshot!(show("--listcards"), @r"
    false
    Openswan 2.6 has no `--listcards`: use `--listall`
    ");
}
