//! The same conn as the five readers see it: classic, Openswan, Libreswan 4, Libreswan 5, strongSwan.
//!
//! Language reference 2.2 and 2.3, strongSwan reference 3; rows of Libreswan 4 agree with `readwriteconf` of 4.10.

use super::check_all;

#[test]
fn own_value_and_also() {
    check_all(
        "conn t\n\tleftid=@own\n\talso=b\n\nconn b\n\tleftid=@b\n\trightid=@b\n",
        [
            "leftid=@own rightid=@b(also=b) !duplicate-key:conn-refused",
            "leftid=@own rightid=@b(also=b) !duplicate-key:conn-refused",
            "leftid=@own rightid=@b(also=b) !duplicate-key:conn-refused",
            "leftid=@own rightid=@b(also=b) !duplicate-key:conn-refused",
            "leftid=@own rightid=@b(also=b)",
        ],
    );
}

#[test]
fn also_before_own_value() {
    check_all(
        "conn t\n\talso=b\n\tleftid=@own\n\nconn b\n\tleftid=@b\n",
        [
            "leftid=@own !duplicate-key:conn-refused",
            "leftid=@own !duplicate-key:conn-refused",
            "leftid=@own !duplicate-key:conn-refused",
            "leftid=@b(also=b) !duplicate-key:conn-refused",
            "leftid=@own",
        ],
    );
}

#[test]
fn equal_texts() {
    check_all(
        "conn t\n\tleftid=@own\n\talso=b\n\nconn b\n\tleftid=@own\n",
        [
            "leftid=@own !duplicate-key:conn-refused",
            "leftid=@own !duplicate-key:works",
            "leftid=@own !duplicate-key:conn-refused",
            "leftid=@own !duplicate-key:works",
            "leftid=@own",
        ],
    );
}

#[test]
fn equal_words() {
    check_all(
        "conn t\n\tauto=add\n\talso=b\n\nconn b\n\tauto=add\n",
        [
            "auto=add !duplicate-key:conn-refused",
            "auto=add !duplicate-key:works",
            "auto=add !duplicate-key:works",
            "auto=add !duplicate-key:works",
            "auto=add",
        ],
    );
}

#[test]
fn two_also() {
    check_all(
        "conn t\n\talso=b\n\talso=c\n\nconn b\n\tleftid=@b\n\nconn c\n\tleftid=@c\n",
        [
            "leftid=@b(also=b) !duplicate-key:conn-refused",
            "leftid=@b(also=b) !duplicate-key:conn-refused",
            "leftid=@b(also=b) !duplicate-key:conn-refused",
            "leftid=@b(also=b) !duplicate-key:conn-refused",
            "leftid=@c(also=c)",
        ],
    );
}

#[test]
fn default_gives_way_to_both() {
    check_all(
        "conn %default\n\tleftid=@d\n\tauto=add\n\nconn t\n\tleftid=@own\n\talso=b\n\nconn b\n\tauto=start\n",
        [
            "auto=start(also=b) leftid=@own",
            "auto=start(also=b) leftid=@own",
            "auto=start(also=b) leftid=@own",
            "auto=start(also=b) leftid=@own",
            "auto=start(also=b) leftid=@own",
        ],
    );
}

#[test]
fn text_twice() {
    check_all(
        "conn t\n\tleftid=@a\n\tleftid=@b\n",
        [
            "leftid=@a !duplicate-key:conn-refused",
            "leftid=@a !duplicate-key:conn-refused",
            "leftid=@a !duplicate-key:conn-refused",
            "leftid=@a !duplicate-key:ignored",
            "leftid=@b !duplicate-key:ignored",
        ],
    );
}

#[test]
fn word_twice() {
    check_all(
        "conn t\n\tauto=add\n\tauto=add\n",
        [
            "auto=add !duplicate-key:conn-refused",
            "auto=add !duplicate-key:works",
            "auto=add !duplicate-key:works",
            "auto=add !duplicate-key:works",
            "auto=add !duplicate-key:works",
        ],
    );
}

#[test]
fn lists_grow() {
    check_all(
        "conn t\n\tleftsubnets=10.0.1.0/24\n\tleftsubnets=10.0.2.0/24\n",
        [
            "!unknown-keyword:conn-refused !unknown-keyword:conn-refused",
            "leftsubnets=10.0.1.0/24 10.0.2.0/24",
            "leftsubnets=10.0.1.0/24 10.0.2.0/24",
            "leftsubnets=10.0.1.0/24 !duplicate-key:ignored",
            "!libreswan-word-in-strongswan:ignored !libreswan-word-in-strongswan:ignored",
        ],
    );
}

#[test]
fn lists_grow_from_default() {
    check_all(
        "conn %default\n\tleftsubnets=10.0.1.0/24\n\nconn t\n\tleftsubnets=10.0.2.0/24\n",
        [
            "!unknown-keyword:conn-refused !unknown-keyword:conn-refused",
            "leftsubnets=10.0.1.0/24 10.0.2.0/24(%default)",
            "leftsubnets=10.0.1.0/24 10.0.2.0/24(%default)",
            "leftsubnets=10.0.1.0/24 10.0.2.0/24(%default)",
            "!libreswan-word-in-strongswan:ignored !libreswan-word-in-strongswan:ignored",
        ],
    );
}

#[test]
fn lists_grow_through_also() {
    check_all(
        "conn t\n\tleftsubnets=10.0.1.0/24\n\talso=b\n\nconn b\n\tleftsubnets=10.0.2.0/24\n",
        [
            "!unknown-keyword:conn-refused !unknown-keyword:conn-refused",
            "leftsubnets=10.0.1.0/24 10.0.2.0/24",
            "leftsubnets=10.0.1.0/24 10.0.2.0/24",
            "leftsubnets=10.0.1.0/24 10.0.2.0/24",
            "!libreswan-word-in-strongswan:ignored !libreswan-word-in-strongswan:ignored",
        ],
    );
}

#[test]
fn default_with_a_keyword_twice() {
    check_all(
        "conn %default\n\tleftid=@a\n\tleftid=@b\n\nconn t\n\tauto=add\n",
        [
            "auto=add leftid=@a(%default) !duplicate-key:conn-refused",
            "auto=add leftid=@b(%default) !duplicate-key:ignored",
            "auto=add leftid=@b(%default) !duplicate-key:ignored",
            "auto=add leftid=@a(%default) !duplicate-key:ignored",
            "auto=add leftid=@b(%default) !duplicate-key:ignored",
        ],
    );
}

#[test]
fn two_defaults() {
    check_all(
        "conn %default\n\tleftid=@a\n\nconn %default\n\tleftid=@b\n\nconn t\n\tauto=add\n",
        [
            "auto=add leftid=@a(%default) !duplicate-key:conn-refused",
            "auto=add leftid=@b(%default)",
            "auto=add leftid=@b(%default)",
            "auto=add leftid=@b(%default)",
            "auto=add leftid=@b(%default)",
        ],
    );
}

#[test]
fn default_stands_late() {
    check_all(
        "conn t\n\tauto=add\n\nconn %default\n\tleftid=@b\n",
        [
            "auto=add leftid=@b(%default) !default-after-use:file-refused",
            "auto=add leftid=@b(%default) !default-after-use:works",
            "auto=add leftid=@b(%default) !default-after-use:works",
            "auto=add leftid=@b(%default) !default-after-use:works",
            "auto=add leftid=@b(%default) !default-after-use:works",
        ],
    );
}

#[test]
fn also_in_default() {
    check_all(
        "conn %default\n\talso=b\n\tleftid=@a\n\nconn t\n\tauto=add\n\nconn b\n\trightid=@b\n",
        [
            "auto=add leftid=@a(%default) !also-in-default:file-refused",
            "auto=add leftid=@a(%default) rightid=@b(%default also=b) !also-in-default:works",
            "auto=add leftid=@a(%default) rightid=@b(%default also=b) !also-in-default:works",
            "auto=add leftid=@a(%default) !also-in-default:file-refused",
            "auto=add leftid=@a(%default) !also-in-default:ignored",
        ],
    );
}

#[test]
fn also_to_an_earlier_conn() {
    check_all(
        "conn b\n\tleftid=@b\n\nconn t\n\talso=b\n",
        [
            "!also-backwards:conn-refused",
            "leftid=@b(also=b)",
            "leftid=@b(also=b)",
            "leftid=@b(also=b)",
            "leftid=@b(also=b)",
        ],
    );
}

#[test]
fn also_to_nothing() {
    check_all(
        "conn t\n\talso=b\n",
        [
            "!undefined-also:conn-refused",
            "!undefined-also:ignored",
            "!undefined-also:conn-refused",
            "!undefined-also:conn-refused",
            "!undefined-also:file-refused",
        ],
    );
}

#[test]
fn also_to_default() {
    check_all(
        "conn t\n\talso=%default\n\nconn %default\n\tleftid=@d\n",
        [
            "leftid=@d(%default) !default-after-use:file-refused !undefined-also:conn-refused",
            "leftid=@d(also=%default) !default-after-use:works",
            "leftid=@d(also=%default) !default-after-use:works",
            "leftid=@d(also=%default) !default-after-use:works",
            "leftid=@d(%default) !default-after-use:works",
        ],
    );
}

#[test]
fn also_to_itself() {
    check_all(
        "conn t\n\talso=t\n\tleftid=@a\n",
        [
            "leftid=@a !also-diamond:conn-refused",
            "leftid=@a !also-cycle:works",
            "leftid=@a !also-cycle:works",
            "leftid=@a !also-cycle:works",
            "leftid=@a !also-cycle:file-refused",
        ],
    );
}

#[test]
fn also_in_a_circle() {
    check_all(
        "conn t\n\talso=b\n\nconn b\n\talso=t\n\tleftid=@a\n",
        [
            "leftid=@a(also=b) !also-diamond:conn-refused",
            "leftid=@a(also=b) !also-cycle:works",
            "leftid=@a(also=b) !also-cycle:works",
            "leftid=@a(also=b) !also-cycle:works",
            "leftid=@a(also=b) !also-cycle:file-refused",
        ],
    );
}

#[test]
fn diamond() {
    check_all(
        "conn t\n\talso=b\n\talso=c\n\nconn b\n\talso=d\n\nconn c\n\talso=d\n\nconn d\n\tleftid=@d\n",
        [
            "leftid=@d(also=b also=d) !also-diamond:conn-refused",
            "leftid=@d(also=b also=d)",
            "leftid=@d(also=b also=d)",
            "leftid=@d(also=b also=d)",
            "leftid=@d(also=b also=d)",
        ],
    );
}

#[test]
fn two_names_in_one_also() {
    check_all(
        "conn t\n\talso=\"b c\"\n\nconn b\n\tleftid=@b\n\nconn c\n\trightid=@c\n",
        [
            "!undefined-also:conn-refused",
            "leftid=@b(also=b) rightid=@c(also=c)",
            "leftid=@b(also=b) rightid=@c(also=c)",
            "!undefined-also:conn-refused",
            "!undefined-also:file-refused",
        ],
    );
}

#[test]
fn ends_exchanged() {
    check_all(
        "conn t\n\talsoflip=b\n\nconn b\n\tleftid=@b\n\talsoflip=c\n\nconn c\n\tleftca=%same\n",
        [
            "leftca=%same(alsoflip=b alsoflip=c) rightid=@b(alsoflip=b)",
            "leftca=%same(alsoflip=b alsoflip=c) rightid=@b(alsoflip=b)",
            "!ignored-obsolete-keyword:ignored",
            "!removed-keyword:file-refused !removed-keyword:file-refused",
            "!libreswan-word-in-strongswan:ignored !libreswan-word-in-strongswan:ignored",
        ],
    );
}

#[test]
fn also_in_another_case() {
    check_all(
        "conn t\n\talso=B\n\nconn b\n\tleftid=@b\n",
        [
            "!also-case-mismatch:conn-refused",
            "leftid=@b(also=b)",
            "!also-case-mismatch:conn-refused",
            "!also-case-mismatch:conn-refused",
            "!also-case-mismatch:file-refused",
        ],
    );
}

#[test]
fn empty_value() {
    check_all(
        "conn %default\n\tleftid=@d\n\nconn t\n\tleftid=\n\tauto=add\n",
        [
            "auto=add",
            "auto=add",
            "auto=add leftid=@d(%default) !empty-value:ignored",
            "auto=add",
            "auto=add",
        ],
    );
}

#[test]
fn empty_quotes() {
    check_all(
        "conn %default\n\tleftid=@d\n\nconn t\n\tleftid=\"\"\n\tauto=add\n",
        [
            "auto=add",
            "auto=add leftid=",
            "auto=add leftid=",
            "auto=add leftid=",
            "auto=add leftid=",
        ],
    );
}

#[test]
fn alias_twice() {
    check_all(
        "conn t\n\tkeylife=1h\n\tlifetime=2h\n",
        [
            "keylife=1h !unknown-keyword:conn-refused",
            "salifetime=1h !duplicate-key:conn-refused",
            "ipsec-lifetime=1h !duplicate-key:conn-refused",
            "ipsec-lifetime=1h !duplicate-key:conn-refused",
            "lifetime=2h !duplicate-key:ignored",
        ],
    );
}

#[test]
fn esp_and_ah() {
    check_all(
        "conn t\n\tesp=aes128\n\tah=sha1\n",
        [
            "ah=sha1 esp=aes128",
            "phase2alg=aes128 !duplicate-key:conn-refused",
            "esp=aes128 !duplicate-key:conn-refused",
            "ah=sha1 esp=aes128",
            "ah=sha1 esp=aes128",
        ],
    );
}

#[test]
fn any_twice() {
    check_all(
        "conn t\n\tleft=%any\n\tleft=%any\n",
        [
            "left=%any !duplicate-key:conn-refused",
            "left=%any !duplicate-key:conn-refused",
            "left=%any !duplicate-key:conn-refused",
            "left=%any !duplicate-key:works",
            "left=%any !duplicate-key:ignored",
        ],
    );
}

#[test]
fn address_twice() {
    check_all(
        "conn t\n\tleft=192.0.2.1\n\tleft=192.0.2.1\n",
        [
            "left=192.0.2.1 !duplicate-key:conn-refused",
            "left=192.0.2.1 !duplicate-key:works",
            "left=192.0.2.1 !duplicate-key:works",
            "left=192.0.2.1 !duplicate-key:works",
            "left=192.0.2.1 !duplicate-key:works",
        ],
    );
}

#[test]
fn conn_twice() {
    check_all(
        "conn t\n\tleftid=@a\n\nconn t\n\tleftid=@b\n\trightid=@b\n",
        [
            "leftid=@a !duplicate-conn-name:conn-refused",
            "leftid=@a !duplicate-conn-name:misread",
            "leftid=@a !duplicate-conn-name:misread",
            "leftid=@a !duplicate-conn-name:misread",
            "leftid=@b rightid=@b !duplicate-conn-name:works",
        ],
    );
}

#[test]
fn shared_parent_of_the_last_also() {
    check_all(
        "conn t\n\talso=c\n\talso=b\n\nconn c\n\talso=b\n\tleftid=@c\n\nconn b\n\talso=d\n\tleftid=@b\n\n\
         conn d\n\tleftid=@d\n",
        [
            "leftid=@c(also=c) !also-diamond:conn-refused !duplicate-key:conn-refused !duplicate-key:conn-refused",
            "leftid=@c(also=c) !duplicate-key:conn-refused !duplicate-key:conn-refused",
            "leftid=@c(also=c) !duplicate-key:conn-refused !duplicate-key:conn-refused",
            "leftid=@d(also=c also=b also=d) !duplicate-key:conn-refused !duplicate-key:conn-refused",
            "leftid=@c(also=c)",
        ],
    );
}

#[test]
fn shared_parent_of_the_first_also() {
    check_all(
        "conn t\n\talso=b\n\talso=c\n\nconn b\n\talso=d\n\tleftid=@b\n\nconn c\n\talso=b\n\nconn d\n\tleftid=@d\n",
        [
            "leftid=@b(also=b) !also-diamond:conn-refused !duplicate-key:conn-refused",
            "leftid=@b(also=b) !duplicate-key:conn-refused",
            "leftid=@b(also=b) !duplicate-key:conn-refused",
            "leftid=@d(also=b also=d) !duplicate-key:conn-refused",
            "leftid=@b(also=b)",
        ],
    );
}

#[test]
fn unquoted_blank_in_also() {
    check_all(
        "conn t\n\talso=b c\n\nconn b\n\tleftid=@b\n",
        [
            "!unquoted-spaces-in-value:conn-refused",
            "!unquoted-spaces-in-value:file-refused",
            "!unquoted-spaces-in-value:file-refused",
            "!unquoted-spaces-in-value:file-refused",
            "!undefined-also:file-refused",
        ],
    );
}

#[test]
fn keyword_without_side() {
    check_all(
        "conn t\n\tsubnet=10.0.0.0/8\n",
        [
            "!unknown-keyword:conn-refused",
            "rightsubnet=10.0.0.0/8 !prefix-required:misread",
            "rightsubnet=10.0.0.0/8 !prefix-required:misread",
            "!prefix-required:file-refused",
            "!unknown-keyword:ignored",
        ],
    );
}

#[test]
fn default_with_a_list_twice() {
    check_all(
        "conn %default\n\tleftsubnets=10.0.1.0/24\n\tleftsubnets=10.0.2.0/24\n\nconn t\n\tauto=add\n",
        [
            "auto=add !unknown-keyword:conn-refused !unknown-keyword:conn-refused",
            "auto=add leftsubnets=10.0.1.0/24 10.0.2.0/24(%default)",
            "auto=add leftsubnets=10.0.1.0/24 10.0.2.0/24(%default)",
            "auto=add leftsubnets=10.0.1.0/24(%default) !duplicate-key:ignored",
            "auto=add !libreswan-word-in-strongswan:ignored !libreswan-word-in-strongswan:ignored",
        ],
    );
}

#[test]
fn alsoflip_in_default() {
    check_all(
        "conn %default\n\talsoflip=b\n\tauto=add\n\nconn t\n\trightid=@t\n\nconn b\n\tleftid=@b\n",
        [
            "auto=add(%default) rightid=@t !also-in-default:file-refused",
            "auto=add(%default) rightid=@t !also-in-default:misread",
            "auto=add(%default) rightid=@t !ignored-obsolete-keyword:ignored",
            "auto=add(%default) rightid=@t !removed-keyword:file-refused",
            "auto=add(%default) rightid=@t !libreswan-word-in-strongswan:ignored",
        ],
    );
}
