//! What every format makes of the same few findings.

mod anything;
mod concise;
mod cut;
mod full;
mod hostile;
mod json;
mod many;
mod plain;
mod sample;
mod sarif;
mod summary;
mod tools;
