//! Whose secret is looked for.

use crate::keyword::Side;
use crate::model::Conn;
use crate::target::Reader;
use crate::value::{Host, Id, Value};

/// An identity as indices are compared with it: spelling that makes no difference is gone.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Key {
    Address(std::net::IpAddr),
    /// A name, in small letters.
    Name(String),
    /// `user@name`, in small letters.
    User(String),
    Bytes(Vec<u8>),
    Dn(String),
    /// A name that stands for its address.
    Host(String),
    Other(String),
}

impl Key {
    /// `None` for an identity that stands for no single peer.
    pub fn of(id: &Id) -> Option<Key> {
        Some(match id {
            Id::Address(addr) => Key::Address(*addr),
            Id::Fqdn(name) => Key::Name(name.to_ascii_lowercase()),
            Id::UserFqdn(name) => Key::User(name.to_ascii_lowercase()),
            Id::KeyId(bytes) => Key::Bytes(bytes.clone()),
            Id::Dn(dn) => {
                let parts = dn.parts.iter().map(|(attribute, value)| {
                    let attribute = attribute.to_ascii_lowercase();
                    let name = match attribute.as_str() {
                        "email" | "emailaddress" => "e",
                        "s" => "st",
                        "userid" => "uid",
                        name => name,
                    };
                    format!("{name}={}", value.to_lowercase())
                });
                Key::Dn(parts.collect::<Vec<_>>().join(","))
            }
            Id::Name(name) => Key::Host(name.to_ascii_lowercase()),
            Id::Other(text) => Key::Other(text.clone()),
            Id::Der(_) | Id::FromCert | Id::Null | Id::OfHost | Id::Any => return None,
        })
    }
}

/// What is known of one end's identity.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Who {
    Known(Key),
    /// An address that only the machine or the DNS knows.
    SomeAddress,
    /// Whatever the peer says, or a certificate, or nothing that the files tell.
    Anyone,
}

impl Who {
    /// The identity that an end of a conn has when a preshared key is looked up.
    pub fn of_end(conn: &Conn<'_>, side: Side) -> Who {
        let host = || Who::of_host(conn, side);
        match conn.value("id", Some(side)) {
            Some(Value::Id(Id::OfHost)) => host(),
            Some(Value::Id(Id::Name(name))) => Who::Known(Key::Host(name.to_ascii_lowercase())),
            Some(Value::Id(id)) => Key::of(id).map_or(Who::Anyone, Who::Known),
            Some(_) => Who::Anyone,
            None if conn.text("id", Some(side)).is_some()
                || conn.text("cert", Some(side)).is_some() =>
            {
                Who::Anyone
            }
            None => host(),
        }
    }

    /// The address of an end.
    pub fn of_host(conn: &Conn<'_>, side: Side) -> Who {
        let is_strongswan = conn.model.reader() == Reader::StrongSwan;
        match conn.value("host", Some(side)) {
            Some(Value::Host(Host::Address(addr))) => Who::Known(Key::Address(*addr)),
            Some(Value::Host(Host::DefaultRoute(_) | Host::Interface(_))) => Who::SomeAddress,
            // strongSwan takes the name itself for the identity in some versions, and its address in others.
            Some(Value::Host(Host::Name(name))) if !is_strongswan => {
                Who::Known(Key::Host(name.to_ascii_lowercase()))
            }
            _ => Who::Anyone,
        }
    }

    /// Whether it stands for one identity.
    pub fn is_known(&self) -> bool {
        matches!(self, Who::Known(key) if !matches!(key, Key::Host(_)))
    }
}
