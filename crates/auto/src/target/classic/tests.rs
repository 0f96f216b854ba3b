//! Small configurations and the script each of them comes to.

mod golden;
mod matrix;

use ipsec_conf::Target;

use super::super::testing::{Check, route};
use crate::route::Family::{V4, V6};

const HEAD: &str = "version 2.0\n\nconn a\n\tleft=192.0.2.1\n\tright=198.51.100.2\n";

fn classic() -> Check {
    Check {
        planner: super::plan,
        target: Target::CLASSIC,
        default_route: None,
    }
}

/// `--add a` with lines added to a plain conn.
fn add(lines: &str) -> String {
    classic().show("--add a", &format!("{HEAD}{lines}"))
}

#[test]
fn keys_from_the_dns_are_the_default() {
    insta::assert_snapshot!(add(""), @r"
    export PATH
    ipsec whack --name a --encrypt --tunnel --pfs --dpdaction hold --rsasig \
    	--host 192.0.2.1 --nexthop %direct --updown 'ipsec _updown' --dnskeyondemand --sendcert always \
    	--to --host 198.51.100.2 --nexthop %direct --updown 'ipsec _updown' --dnskeyondemand --sendcert always \
    	--ipseclifetime 28800 --rekeymargin 540 --keyingtries 0 \
    	|| exit $?
    ");
}

#[test]
fn a_shared_secret() {
    insta::assert_snapshot!(add("\tauthby=secret\n"), @r"
    export PATH
    ipsec whack --name a --encrypt --tunnel --pfs --dpdaction hold --psk \
    	--host 192.0.2.1 --nexthop %direct --updown 'ipsec _updown' --sendcert always \
    	--to --host 198.51.100.2 --nexthop %direct --updown 'ipsec _updown' --sendcert always \
    	--ipseclifetime 28800 --rekeymargin 540 --keyingtries 0 \
    	|| exit $?
    ");
}

#[test]
fn replacing_deletes_first() {
    let script = classic().show("--replace a", &format!("{HEAD}\tauthby=secret\n"));
    assert!(
        script.contains(" --dpdaction hold --delete --psk "),
        "{script}"
    );
}

#[test]
fn raw_keys_go_before_the_conn() {
    let lines =
        "\tleftid=@l\n\tleftrsasigkey=0sAQL\n\tleftrsasigkey2=0sAQM\n\trightrsasigkey=%dns\n";
    insta::assert_snapshot!(add(lines), @r#"
    export PATH
    ipsec whack --label '"a" leftrsasigkey' --keyid @l --pubkeyrsa 0sAQL \
    	|| exit $?
    ipsec whack --label '"a" leftrsasigkey2' --addkey --keyid @l --pubkeyrsa 0sAQM \
    	|| exit $?
    ipsec whack --label '"a" rightrsasigkey' --keyid 198.51.100.2 \
    	|| exit $?
    ipsec whack --name a --encrypt --tunnel --pfs --dpdaction hold --rsasig \
    	--host 192.0.2.1 --nexthop %direct --updown 'ipsec _updown' --id @l --sendcert always \
    	--to --host 198.51.100.2 --nexthop %direct --updown 'ipsec _updown' --sendcert always \
    	--ipseclifetime 28800 --rekeymargin 540 --keyingtries 0 \
    	|| exit $?
    "#);
}

#[test]
fn keys_that_are_no_keys() {
    insta::assert_snapshot!(add("\tleftcert=l.pem\n\trightrsasigkey=%none\n\tauthby=secret|rsasig\n"), @r"
    export PATH
    ipsec whack --name a --encrypt --tunnel --pfs --dpdaction hold --rsasig --psk \
    	--host 192.0.2.1 --nexthop %direct --updown 'ipsec _updown' --cert l.pem --sendcert always \
    	--to --host 198.51.100.2 --nexthop %direct --updown 'ipsec _updown' --sendcert always \
    	--ipseclifetime 28800 --rekeymargin 540 --keyingtries 0 \
    	|| exit $?
    ");
}

#[test]
fn a_secret_makes_a_key_useless() {
    insta::assert_snapshot!(add("\tleftrsasigkey=0sAQL\n\tauthby=secret\n"), @r"
    6: warning A102: `leftrsasigkey` has no effect with `authby=secret`
    export PATH
    ipsec whack --name a --encrypt --tunnel --pfs --dpdaction hold --psk \
    	--host 192.0.2.1 --nexthop %direct --updown 'ipsec _updown' --sendcert always \
    	--to --host 198.51.100.2 --nexthop %direct --updown 'ipsec _updown' --sendcert always \
    	--ipseclifetime 28800 --rekeymargin 540 --keyingtries 0 \
    	|| exit $?
    ");
}

#[test]
fn a_peer_that_may_be_anyone_has_no_key() {
    let config = "version 2.0\n\nconn a\n\tleft=192.0.2.1\n\tright=%any\n";
    insta::assert_snapshot!(classic().show("--add a", config), @r#"
    5: error A104: the right end is any peer (`%any`) and cannot have an RSA key of its own
    export PATH
    false
    (ipsec.conf, line 5) the right end is any peer (`%any`) and cannot have an RSA key of its own
    "#);
    let with_certificates = format!("{config}\trightrsasigkey=%cert\n");
    assert!(
        classic()
            .show("--add a", &with_certificates)
            .contains("--to --host %any ")
    );
}

#[test]
fn every_option_of_the_conn() {
    let lines = "\ttype=tunnel\n\tauthby=secret\n\tfailureshunt=reject\n\tconnaddrfamily=ipv4\n\tike=3des-md5\n\tesp=aes\n\tauth=ah\n\tpfs=no\n\
                 \taggrmode=yes\n\tforceencaps=yes\n\tmodecfgpull=yes\n\tcompress=yes\n\tdpddelay=1m\n\tdpdaction=clear\n\tikelifetime=1.5h\n\
                 \tdisablearrivalcheck=yes\n\tkeylife=0.25d\n\trekeymargin=90s\n\tkeyingtries=%forever\n\trekeyfuzz=30%\n\trekey=no\n\
                 \t_plutodevel=x\n\tauto=start\n\tkeyexchange=ike\n";
    insta::assert_snapshot!(add(lines), @r"
    export PATH
    ipsec whack --name a --encrypt --tunnel --failreject --ike 3des-md5 --esp aes --authenticate --aggrmode --forceencaps --modecfgpull --compress --dpddelay 60 --dpdtimeout 120 --dpdaction clear --ikelifetime 5400 --disablearrivalcheck --psk \
    	--host 192.0.2.1 --nexthop %direct --updown 'ipsec _updown' --sendcert always \
    	--to --host 198.51.100.2 --nexthop %direct --updown 'ipsec _updown' --sendcert always \
    	--ipseclifetime 21600 --rekeymargin 90 --keyingtries 0 --rekeyfuzz 30 --dontrekey --plutodevel x \
    	|| exit $?
    ");
}

#[test]
fn every_option_of_an_end() {
    let lines = "\tauthby=secret\n\tleftsubnet=10.0.1.0/24\n\trightsubnetwithin=10.64.0.0/10\n\tleftprotoport=17/1701\n\
                 \tleftnexthop=192.0.2.254\n\tleftupdown=\"/bin/up 'x' $y\"\n\tleftid=\"C=NL, O=x\"\n\tleftcert=l.pem\n\
                 \tleftsendcert=ifasked\n\tleftcerttype=4\n\tleftca=\"C=NL, CN=ca\"\n\tleftxauthserver=yes\n\trightxauthclient=yes\n\
                 \tleftmodecfgserver=yes\n\trightmodecfgclient=yes\n\tleftsourceip=10.0.1.1\n\tleftgroups=a,b\n";
    insta::assert_snapshot!(add(lines), @r"
    export PATH
    ipsec whack --name a --encrypt --tunnel --pfs --dpdaction hold --psk \
    	--host 192.0.2.1 --client 10.0.1.0/24 --clientprotoport 17/1701 --nexthop 192.0.2.254 --updown '/bin/up '\''x'\'' $y' --id 'C=NL, O=x' --cert l.pem --sendcert ifasked --certtype 4 --ca 'C=NL, CN=ca' --xauthserver --modecfgserver --srcip 10.0.1.1 --groups a,b \
    	--to --host 198.51.100.2 --clientwithin 10.64.0.0/10 --nexthop %direct --updown 'ipsec _updown' --sendcert always --xauthclient --modecfgclient \
    	--ipseclifetime 28800 --rekeymargin 540 --keyingtries 0 \
    	|| exit $?
    ");
}

#[test]
fn no_means_no() {
    insta::assert_snapshot!(add("\tauthby=secret\n\tleftxauthserver=no\n"), @r"
    7: info A105: `leftxauthserver=no` means no here
    export PATH
    ipsec whack --name a --encrypt --tunnel --pfs --dpdaction hold --psk \
    	--host 192.0.2.1 --nexthop %direct --updown 'ipsec _updown' --sendcert always \
    	--to --host 198.51.100.2 --nexthop %direct --updown 'ipsec _updown' --sendcert always \
    	--ipseclifetime 28800 --rekeymargin 540 --keyingtries 0 \
    	|| exit $?
    ");
}

#[test]
fn transport_mode_has_no_subnet() {
    insta::assert_snapshot!(add("\tauthby=secret\n\ttype=transport\n\tleftsubnet=10.0.1.0/24\n"), @r#"
    8: error A103: `type=transport` and `leftsubnet` exclude each other
    export PATH
    false
    (ipsec.conf, line 8) `type=transport` and `leftsubnet` exclude each other
    "#);
}

#[test]
fn shunts_carry_no_authentication() {
    insta::assert_snapshot!(add("\ttype=passthrough\n\tauthby=rsasig\n\tleftrsasigkey=0sAQL\n\tike=3des\n"), @r"
    7: warning A106: `authby` has no effect: `type=passthrough` negotiates nothing
    8: warning A106: `leftrsasigkey` has no effect: `type=passthrough` negotiates nothing
    9: warning A106: `ike` has no effect: `type=passthrough` negotiates nothing
    export PATH
    ipsec whack --name a --pass --pfs --dpdaction hold \
    	--host 192.0.2.1 --nexthop %direct --updown 'ipsec _updown' --sendcert always \
    	--to --host 198.51.100.2 --nexthop %direct --updown 'ipsec _updown' --sendcert always \
    	--ipseclifetime 28800 --rekeymargin 540 --keyingtries 0 \
    	|| exit $?
    ");
    let never = add("\ttype=drop\n\tauthby=never\n");
    let unsaid = add("\ttype=drop\n");
    assert_eq!(never, unsaid);
}

#[test]
fn clear_or_private_still_negotiates() {
    let check = Check {
        default_route: Some(route(Some("192.0.2.254"))),
        ..classic()
    };
    let script = check.show("--add clear-or-private", "version 2.0\n");
    assert!(
        script.contains("--encrypt --pass --failpass --pfs "),
        "{script}"
    );
    assert!(script.contains("--rsasig"), "{script}");
    let clear = check.show("--add clear", "version 2.0\n");
    assert!(clear.contains("--name clear --pass --pfs "), "{clear}");
}

#[test]
fn parameters_without_an_option_are_named() {
    insta::assert_snapshot!(add("\tauthby=secret\n\tspi=0x200\n\txauth=generic\n"), @r"
    7: warning A102: `spi` has no effect: whack has no option for it
    8: warning A102: `xauth` has no effect: whack has no option for it
    export PATH
    ipsec whack --name a --encrypt --tunnel --pfs --dpdaction hold --psk \
    	--host 192.0.2.1 --nexthop %direct --updown 'ipsec _updown' --sendcert always \
    	--to --host 198.51.100.2 --nexthop %direct --updown 'ipsec _updown' --sendcert always \
    	--ipseclifetime 28800 --rekeymargin 540 --keyingtries 0 \
    	|| exit $?
    ");
}

#[test]
fn values_are_refused_at_their_place() {
    insta::assert_snapshot!(add("\tauthby=psk\n\tkeylife=3w\n\trekeyfuzz=30\n\tkeyingtries=many\n"), @r#"
    6: error V136: `psk` is no authentication method for Openswan 2.4.4
    7: error V120: Openswan 2.4.4 cannot read `3w` as a time
    8: error V122: `rekeyfuzz=30` lacks its `%`
    9: error V137: `many` is not a whole number
    export PATH
    false
    (ipsec.conf, line 6) `psk` is no authentication method for Openswan 2.4.4
    "#);
}

#[test]
fn other_conns_do_not_matter() {
    let config = format!("{HEAD}\tauthby=secret\n\nconn b\n\tfrobnicate=1\n");
    assert_eq!(classic().plan("--add a", &config).0.refusal, None);
    assert!(classic().plan("--add b", &config).0.refusal.is_some());
}

const DEFAULT_ROUTE: &str =
    "version 2.0\n\nconn a\n\tleft=%defaultroute\n\tright=198.51.100.2\n\tauthby=secret\n";

#[test]
fn the_default_route_and_its_gateway() {
    let check = Check {
        default_route: Some(route(Some("192.0.2.254"))),
        ..classic()
    };
    insta::assert_snapshot!(check.show("--add a", DEFAULT_ROUTE), @r"
    export PATH
    ipsec whack --name a --encrypt --tunnel --pfs --dpdaction hold --psk \
    	--host 192.0.2.45 --nexthop 192.0.2.254 --updown 'ipsec _updown' --sendcert always \
    	--to --host 198.51.100.2 --nexthop %direct --updown 'ipsec _updown' --sendcert always \
    	--ipseclifetime 28800 --rekeymargin 540 --keyingtries 0 \
    	|| exit $?
    ");
    for hop in ["%defaultroute", "192.0.2.254"] {
        let script = check.show("--add a", &format!("{DEFAULT_ROUTE}\tleftnexthop={hop}\n"));
        assert!(
            script.contains("--host 192.0.2.45 --nexthop 192.0.2.254 "),
            "{script}"
        );
    }
    let direct = check.show(
        "--add a",
        &format!("{DEFAULT_ROUTE}\tleftnexthop=%direct\n"),
    );
    assert!(
        direct.contains("--host 192.0.2.45 --nexthop %direct "),
        "{direct}"
    );
    insta::assert_snapshot!(check.show("--add a", &format!("{DEFAULT_ROUTE}\tleftnexthop=192.0.2.99\n")), @r#"
    7: error M107: `leftnexthop=192.0.2.99` contradicts `left=%defaultroute`, whose next hop is 192.0.2.254
    export PATH
    false
    (ipsec.conf, line 7) `leftnexthop=192.0.2.99` contradicts `left=%defaultroute`, whose next hop is 192.0.2.254
    "#);
}

#[test]
fn the_default_route_is_the_peer() {
    let check = Check {
        default_route: Some(route(None)),
        ..classic()
    };
    let (_, report) = check.plan(
        "--add a",
        &DEFAULT_ROUTE.replace("198.51.100.2", "192.0.2.45"),
    );
    insta::assert_snapshot!(report, @"5: warning M101: left and right are the same address: `left=%defaultroute` is 192.0.2.45");
}

#[test]
fn a_link_without_a_gateway() {
    let check = Check {
        default_route: Some(route(None)),
        ..classic()
    };
    for lines in [
        "",
        "\tleftnexthop=%defaultroute\n",
        "\trightnexthop=%defaultroute\n",
    ] {
        let (plan, report) = check.plan("--add a", &format!("{DEFAULT_ROUTE}{lines}"));
        assert_eq!(plan.refusal, None, "{report}");
        let script = plan.script.to_string();
        assert!(
            script.contains("--host 192.0.2.45 --nexthop %direct "),
            "{script}"
        );
        assert!(
            script.contains("--host 198.51.100.2 --nexthop %direct "),
            "{script}"
        );
    }
}

#[test]
fn an_unknown_default_route() {
    insta::assert_snapshot!(classic().show("--add a", DEFAULT_ROUTE), @r#"
    4: error A101: `%defaultroute` is requested but not known
    export PATH
    false
    (ipsec.conf, line 4) `%defaultroute` is requested but not known
    "#);
    // The end may be the other host's: nothing is wrong with that.
    let (plan, report) = classic().plan(
        "--add a",
        &format!("{HEAD}\tauthby=secret\n\trightnexthop=%defaultroute\n"),
    );
    assert_eq!(plan.refusal, None);
    assert!(report.contains("A101"), "{report}");
}

#[test]
fn who_needs_the_default_route() {
    let needs = |lines: &str| {
        let config = format!("version 2.0\n\nconn a\n{lines}");
        let files = ipsec_conf::model::MemoryFs::new([("ipsec.conf", config)]);
        let options = ipsec_conf::model::LoadOptions::default();
        let path = std::path::Path::new("ipsec.conf");
        let model = ipsec_conf::Model::load(&files, path, Target::CLASSIC, &options).unwrap();
        super::needs_default_route(&model.conn(model.find_conn("a").unwrap()))
    };
    assert_eq!(needs("\tleft=192.0.2.1\n\tright=%any\n"), None);
    assert_eq!(needs("\tleft=%defaultroute\n\tright=%any\n"), Some(V4));
    assert_eq!(
        needs("\tleft=192.0.2.1\n\tright=%any\n\trightnexthop=%defaultroute\n"),
        Some(V4)
    );
    assert_eq!(
        needs("\tleft=%defaultroute\n\tright=2001:db8::1\n"),
        Some(V6)
    );
    assert_eq!(
        needs("\tleft=%defaultroute\n\tright=%any\n\tconnaddrfamily=ipv6\n"),
        Some(V6)
    );
}

#[test]
fn operations_without_a_configuration() {
    let lines = [
        "--delete a",
        "--up a",
        "--asynchronous --up a",
        "--asynchronous --down a",
        "--route a",
        "--unroute a",
        "--ready",
        "--rereadgroups",
        "--status",
        "--rereadaacerts",
        "--utc --listcards",
        "--utc --ready",
        "--checkpubkeys",
        "--purgeocsp",
        "--start a",
        "--fetchcrls",
        "--leases",
        "--remote-host 192.0.2.9 --up a",
    ];
    let mut out = String::new();
    for line in lines {
        out += &classic()
            .show(line, "version 2.0\n")
            .replace(" \\\n\t|| exit $?", "");
    }
    insta::assert_snapshot!(out, @r"
    ipsec whack --name a --delete
    ipsec whack --name a --initiate
    ipsec whack --asynchronous --name a --initiate
    ipsec whack --name a --terminate
    ipsec whack --name a --route
    ipsec whack --name a --unroute
    ipsec whack --listen
    ipsec whack --listen
    ipsec whack --status
    ipsec whack --rereadaacerts
    ipsec whack --utc --listcards
    ipsec whack --listen
    ipsec whack --checkpubkeys
    ipsec whack --purgeocsp
    false
    Openswan 2.4 has no `--start`: use `--replace` and then `--up`
    false
    Openswan 2.4 has no `--fetchcrls`: use `--rereadcrls`
    false
    Openswan 2.4 has no `--leases`
    warning: whack has no option for it: `--remote-host` has no effect
    ipsec whack --name a --initiate
    ");
}

#[test]
fn a_shunt_is_not_brought_up() {
    let (plan, _) = classic().plan("--up a", &format!("{HEAD}\ttype=drop\n"));
    assert_eq!(
        plan.warnings,
        ["`a` is a shunt, and there is nothing to establish: use `--route a`"]
    );
}
