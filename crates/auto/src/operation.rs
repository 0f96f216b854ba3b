//! What `ipsec auto` can be asked to do.

/// Whether an operation wants the name of a conn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    Conn,
    /// A name narrows the answer.
    MaybeConn,
    Nothing,
}

macro_rules! operations {
    ($($ident:ident $word:literal $takes:ident $help:literal;)*) => {
        /// An operation, named as in `ipsec_auto(8)` and in the `auto` programs of Libreswan and strongSwan.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Operation {
            $(#[doc = $help] $ident),*
        }

        impl Operation {
            pub const ALL: &[Operation] = &[$(Operation::$ident),*];

            /// Without its dashes.
            pub fn word(self) -> &'static str {
                match self { $(Operation::$ident => $word),* }
            }

            pub fn takes(self) -> Takes {
                match self { $(Operation::$ident => Takes::$takes),* }
            }

            /// One line for the help text.
            pub fn help(self) -> &'static str {
                match self { $(Operation::$ident => $help),* }
            }
        }
    };
}

operations! {
    Add "add" Conn "Load a conn into the daemon";
    Delete "delete" Conn "Remove a conn from the daemon, and what is based on it";
    Replace "replace" Conn "Delete a conn, if it is there, and load it anew";
    Up "up" Conn "Establish a conn";
    Down "down" Conn "Take a conn down; its peer is told";
    Route "route" Conn "Install the route of a conn, so that traffic starts it";
    Unroute "unroute" Conn "Remove the route of a conn";
    Start "start" Conn "Load a conn and establish it";
    Ondemand "ondemand" Conn "Load a conn and install its route";
    Rotatecert "rotatecert" Conn "Load a conn anew to use a renewed certificate";
    Ready "ready" Nothing "Listen for connection requests";
    Status "status" MaybeConn "Show the state of the daemon and its conns";
    StatusAll "statusall" MaybeConn "Show the state in full (strongSwan)";
    ConnectionStatus "connectionstatus" MaybeConn "Show the conns (Libreswan 5)";
    BriefConnectionStatus "briefconnectionstatus" MaybeConn "Show the conns, a line each (Libreswan 5)";
    BriefStatus "briefstatus" Nothing "Show the state in short (Libreswan)";
    TrafficStatus "trafficstatus" Nothing "Show the traffic of each tunnel (Libreswan)";
    ShuntStatus "shuntstatus" Nothing "Show the shunts (Libreswan)";
    GlobalStatus "globalstatus" Nothing "Show counters of the daemon (Libreswan)";
    FipsStatus "fipsstatus" Nothing "Show whether FIPS mode is on (Libreswan)";
    ShowStates "showstates" Nothing "Show the negotiations (Libreswan)";
    RereadSecrets "rereadsecrets" Nothing "Read the secrets file again";
    RereadGroups "rereadgroups" Nothing "Read the policy group files again";
    RereadCaCerts "rereadcacerts" Nothing "Read the certificates of authorities again";
    RereadAaCerts "rereadaacerts" Nothing "Read the certificates of attribute authorities again";
    RereadOcspCerts "rereadocspcerts" Nothing "Read the certificates of OCSP signers again";
    RereadACerts "rereadacerts" Nothing "Read the attribute certificates again";
    RereadCrls "rereadcrls" Nothing "Read the revocation lists again";
    RereadCerts "rereadcerts" Nothing "Read the certificates in use again (Libreswan)";
    RereadAll "rereadall" Nothing "Read secrets, certificates and revocation lists again";
    FetchCrls "fetchcrls" Nothing "Fetch the revocation lists (Libreswan)";
    ListPubkeys "listpubkeys" Nothing "List the public keys";
    CheckPubkeys "checkpubkeys" Nothing "List the keys and certificates that expire soon";
    ListCerts "listcerts" Nothing "List the certificates of this host";
    ListCaCerts "listcacerts" Nothing "List the certificates of authorities";
    ListAaCerts "listaacerts" Nothing "List the certificates of attribute authorities";
    ListOcspCerts "listocspcerts" Nothing "List the certificates of OCSP signers";
    ListACerts "listacerts" Nothing "List the attribute certificates";
    ListGroups "listgroups" Nothing "List the groups of attribute certificates";
    ListCaInfos "listcainfos" Nothing "List the `ca` sections in use";
    ListCrls "listcrls" Nothing "List the revocation lists";
    ListOcsp "listocsp" Nothing "List what OCSP servers said";
    ListCards "listcards" Nothing "List the smartcards";
    ListAlgs "listalgs" Nothing "List the algorithms (strongSwan)";
    ListPlugins "listplugins" Nothing "List the plugins (strongSwan)";
    ListCounters "listcounters" MaybeConn "List the counters (strongSwan)";
    ListAll "listall" Nothing "List everything there is to list";
    PurgeOcsp "purgeocsp" Nothing "Forget what OCSP servers said";
    PurgeCrls "purgecrls" Nothing "Forget the revocation lists (strongSwan)";
    PurgeCerts "purgecerts" Nothing "Forget cached certificates (strongSwan)";
    PurgeIke "purgeike" Nothing "Close IKE associations without children (strongSwan)";
    ResetCounters "resetcounters" MaybeConn "Set the counters to zero (strongSwan)";
    Leases "leases" MaybeConn "Show the addresses given to clients (strongSwan)";
    Update "update" Nothing "Load what changed in the configuration (strongSwan)";
    Reload "reload" Nothing "Load the whole configuration anew (strongSwan)";
}

impl Operation {
    pub fn named(word: &str) -> Option<Operation> {
        Operation::ALL
            .iter()
            .copied()
            .find(|operation| operation.word() == word)
    }

    /// Whether it belongs into a short help text.
    pub fn is_common(self) -> bool {
        matches!(
            self,
            Operation::Add
                | Operation::Delete
                | Operation::Replace
                | Operation::Up
                | Operation::Down
                | Operation::Route
                | Operation::Unroute
                | Operation::Ready
                | Operation::Status
                | Operation::RereadSecrets
                | Operation::RereadAll
                | Operation::ListAll
        )
    }

    /// Whether the commands are made from the configuration.
    pub fn reads_configuration(self) -> bool {
        matches!(
            self,
            Operation::Add
                | Operation::Replace
                | Operation::Start
                | Operation::Ondemand
                | Operation::Rotatecert
        )
    }

    /// Whether it lists something, so that `--utc` has a meaning.
    pub fn is_list(self) -> bool {
        self.word().starts_with("list")
            || matches!(self, Operation::CheckPubkeys | Operation::PurgeOcsp)
    }
}
