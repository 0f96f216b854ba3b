//! `ipsec-conf keywords`, as a user runs it.

mod conf;

use conf::Dir;
use insta::assert_snapshot;

fn ask(words: &str) -> String {
    Dir::with_file("unused", "").run(&format!("keywords {words}"), "")
}

#[test]
fn the_table_has_a_line_for_each_keyword() {
    let table = ask("--target openswan@2.4");
    let lines = table.lines().filter(|line| line.contains("esp"));
    let starts: Vec<String> = lines.map(|line| line.chars().take(100).collect()).collect();
    assert_snapshot!(starts.join("\n"), @r"
    ah                         conn         proposal                           2.4.4 on        ok      T
    esp                        conn         proposal                           2.4.4 on        ok      A
    espauthkey                 conn         bitstring                          2.4.4 on        ok      T
    espenckey                  conn         bitstring                          2.4.4 on        ok      T
    espreplay_window           conn         int                                2.4.4 on        ok      S
    {left,right}espspi         conn         spi                                2.4.4 to 2.4.9  ok      T
    pfs                        conn         bool                 yes           2.4.4 on        ok      M
    pfsgroup                   conn         enum                               2.4.9           ok      D
    ");
    assert!(table.starts_with("# keywords of Openswan 2.4.9\nNAME "));
}

#[test]
fn without_a_target_the_newest_libreswan_is_asked_and_said() {
    let table = ask("");
    assert_eq!(
        table.lines().next(),
        Some("# keywords of Libreswan 5.4, as no `--target` is given")
    );
}

#[test]
fn the_story_of_a_keyword() {
    assert_snapshot!(ask("--target libreswan@4.10 rightsendcert"), @r"
    # as known to Libreswan 4.10

    leftsendcert, rightsendcert
                    When the certificate of this end is sent: `always`, when the peer asked for it
                    (`sendifasked`, in strongSwan `ifasked`), or `never`. `always` helps with peers that
                    forget to ask.

      sections      conn
      type          enum
      values        never - send no certificate: the peer must have it
                    sendifasked - send the certificate when the peer asked for it
                    alwayssend - the same as `always`
                    always - send the certificate, asked or not
                    always = alwayssend
      default       sendifasked
      status        ok
      without side  `sendcert` means `rightsendcert`
      defaults      Libreswan: sendifasked (man)
                    strongSwan: ifasked (confread)

      Openswan 2.4.4 to 2.4.9
                    conn; enum; ok; value checked: later; each end
      Openswan 2.5.14 on
                    conn; enum; ok; value checked: warned; each end; never, sendifasked, alwayssend,
                    always, forcedtype
      Libreswan 3.0 to 3.8
                    conn; enum; ok; value checked: parser; each end; never, sendifasked, alwayssend,
                    always, forcedtype
      Libreswan 3.9 to 4.15
                    conn; enum; ok; value checked: parser; each end; never, sendifasked, alwayssend,
                    always
      Libreswan 5.0 to 5.2
                    conn; enum; ok; value checked: warned; each end; never, sendifasked, alwayssend,
                    always
      Libreswan 5.3 to 5.3.2
                    conn; enum; ok; value checked: later; each end; always, sendifasked, never,
                    alwayssend, no, yes, ifasked
      Libreswan 5.4 on
                    conn; enum; ok; value checked: later; each end; always, sendifasked, never,
                    alwayssend, no, yes, ifasked
      strongSwan 4.0 on
                    conn; enum; ok; value checked: parser; each end; always, ifasked, never, yes, no
    --- status 0
    ");
}

#[test]
fn the_story_of_an_alias() {
    assert_snapshot!(ask("--target libreswan@5.4 keylife"), @r"
    # as known to Libreswan 5.4

    keylife
                    An older word for the life time of the IPsec SA: `ipsec-lifetime=` in Libreswan,
                    `lifetime=` in strongSwan, `salifetime=` in Openswan.

      sections      conn
      type          duration
      default       none
      status        alias of ipsec-lifetime
      replaced by   ipsec-lifetime
      history       libreswan 4.8; strongSwan: lifetime=

      Openswan 2.4.4 to 2.4.9
                    conn; duration; ok; value checked: later
      Openswan 2.5 on
                    conn; duration; alias of salifetime; value checked: parser
      Libreswan 3.0 to 3.25
                    conn; duration; alias of salifetime; value checked: parser
      Libreswan 3.26 to 4.7
                    conn; duration; alias of salifetime; value checked: silent
      Libreswan 4.8 to 4.15
                    conn; duration; alias of ipsec-lifetime; value checked: silent
      Libreswan 5.0 to 5.3.2
                    conn; duration; alias of ipsec-lifetime; value checked: warned
      Libreswan 5.4 on
                    conn; duration; alias of ipsec-lifetime; value checked: later
      strongSwan 4.0 to 4.3.4
                    conn; duration; ok; value checked: parser
      strongSwan 4.3.5 on
                    conn; duration; alias of lifetime; value checked: parser
    --- status 0
    ");
}

#[test]
fn the_story_of_left_itself() {
    assert_snapshot!(ask("--target strongswan LEFT"), @r"
    # as known to strongSwan 6.0.6

    left, right
                    The address of this end as the other end sees it, written `left=` or `right=`: an IP
                    address, a DNS name, `%any` (unknown, for roaming peers) or `%defaultroute` (from
                    the routing table).

      sections      conn
      type          host
      default       none
      status        ok

      Openswan 2.4.4 to 2.4.9
                    conn; host; ok; value checked: later; each end
      Openswan 2.5 to 2.5.12
                    conn; host; ok; value checked: later; each end; %defaultroute, %any, %, %oppo,
                    %opportunistic, %opportunisticgroup, %oppogroup, %group
      Openswan 2.5.13 to 2.6.43.1
                    conn; host; ok; value checked: later; each end; %defaultroute, %any, %, %oppo,
                    %opportunistic, %opportunisticgroup, %oppogroup, %group, %hostname
      Openswan 2.6.44 to 2.6.46
                    conn; host; ok; value checked: later; each end; %unset, %defaultroute, %any, %,
                    %oppo, %opportunistic, %opportunisticgroup, %oppogroup, %group, %address, %hostname
      Openswan 2.6.47 on
                    conn; host; ok; value checked: later; each end; %unset, %defaultroute, %any, %,
                    %oppo, %opportunistic, %opportunisticgroup, %oppogroup, %group, %address, %dns,
                    %hostname
      Libreswan 3.0 to 5.2
                    conn; host; ok; value checked: later; each end; %defaultroute, %any, %, %oppo,
                    %opportunistic, %opportunisticgroup, %oppogroup, %group, %hostname
      Libreswan 5.3 on
                    conn; host; ok; value checked: later; each end
      strongSwan 4.0
                    conn; host; ok; value checked: parser; each end; %defaultroute, %any
      strongSwan 4.0.1 to 4.1.3
                    conn; host; ok; value checked: parser; each end; %defaultroute, %any, %any6
      strongSwan 4.1.4 to 4.1.9
                    conn; host; ok; value checked: parser; each end; %defaultroute, %any, %any6, %group
      strongSwan 4.1.10 to 4.5.3
                    conn; host; ok; value checked: parser; each end; %defaultroute, %any, %any4, %any6,
                    %group
      strongSwan 4.6 on
                    conn; host; ok; value checked: later; each end
    --- status 0
    ");
}

#[test]
fn a_keyword_of_another_program() {
    assert_snapshot!(ask("--target libreswan@5.4 closeaction"), @r"
    # as known to Libreswan 5.4

    closeaction
                    What to do when the peer closes the tunnel although nobody asked for it: `none`,
                    `clear` the connection, `hold` or trap its traffic until there is new traffic, or
                    `restart` at once.

      status        not known to Libreswan 5.4; known to strongSwan from 4.5.3

      strongSwan 4.5.3 on
                    conn; enum; ok; value checked: parser; none, clear, hold, restart
    --- status 0
    ");
}

#[test]
fn unknown_keywords() {
    assert_snapshot!(ask("--target libreswan@5.4 lefsubnet"), @r"
    --- standard error
    error: no program knows a keyword `lefsubnet`
      help: did you mean `leftsubnet` or `leftsubnets`?
    --- status 2
    ");
    assert_snapshot!(ask("frobnicate"), @r"
    --- standard error
    error: no program knows a keyword `frobnicate`
    --- status 2
    ");
}

#[test]
fn the_json_has_the_same_facts() {
    let dir = Dir::with_file("unused", "");
    let all = dir.json("keywords --json --target libreswan@4.10");
    assert_eq!(all["target"], "libreswan@4.10");
    let mut auto = all["keywords"]
        .as_array()
        .and_then(|keywords| keywords.iter().find(|keyword| keyword["id"] == "auto"))
        .expect("`auto` is known")
        .clone();
    auto["summary"].take();
    assert_snapshot!(serde_json::to_string_pretty(&auto).expect("JSON"), @r#"
    {
      "canonical": null,
      "default": "ignore",
      "id": "auto",
      "name": "auto",
      "sections": [
        "conn"
      ],
      "since": "3.0",
      "spellings": [
        "auto"
      ],
      "status": "ok",
      "summary": null,
      "type": "enum",
      "until": null,
      "values": [
        "ignore",
        "add",
        "ondemand",
        "route",
        "start",
        "up",
        "keep"
      ]
    }
    "#);

    let mut one = dir.json("keywords --json --target libreswan@4.10 ikelifetime");
    one["keyword"]["summary"].take();
    one["keyword"]["spans"]
        .as_array_mut()
        .expect("a list")
        .truncate(1);
    assert_snapshot!(serde_json::to_string_pretty(&one).expect("JSON"), @r#"
    {
      "keyword": {
        "aliases": [],
        "canonical": null,
        "default": "8h (1h before 4.2)",
        "defaults": [
          {
            "dialect": "libreswan",
            "source": "man and header",
            "value": "8h (1h before 4.2)"
          },
          {
            "dialect": "openswan",
            "source": "header",
            "value": "1h"
          },
          {
            "dialect": "strongswan",
            "source": "confread",
            "value": "3h"
          }
        ],
        "forms": [
          "ikelifetime"
        ],
        "history": null,
        "id": "ikelifetime",
        "name": "ikelifetime",
        "replaced_by": [],
        "sections": [
          "conn"
        ],
        "security": null,
        "since": "3.0",
        "spans": [
          {
            "build_option": null,
            "canonical": null,
            "dialect": "openswan",
            "sections": [
              "conn"
            ],
            "shares_value_with": null,
            "sided": false,
            "since": "2.4.4",
            "status": "ok",
            "type": "duration",
            "unit": "s",
            "unsided": null,
            "until": "2.4.9",
            "value_aliases": {},
            "value_check": "later",
            "values": []
          }
        ],
        "spellings": [
          "ikelifetime"
        ],
        "status": "ok",
        "summary": null,
        "type": "duration",
        "until": null,
        "value_docs": {},
        "values": []
      },
      "target": "libreswan@4.10"
    }
    "#);
}
