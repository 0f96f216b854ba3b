//! Includes nested too deep.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A chain of includes that is longer than the target follows.
    ///
    /// ## What it does
    ///
    /// Counts the files that are open at the same time, the first one included.
    ///
    /// ## Why it matters
    ///
    /// Openswan 2.6 refuses the file beyond ten files. Libreswan 4.10 leaves the file out without a message, Libreswan 5.4
    /// with a warning.
    ///
    /// ## Example
    ///
    /// ```ipsec bad openswan@2.6 libreswan@4.10 libreswan@5.4
    /// include /etc/ipsec.d/1.conf
    /// # file: /etc/ipsec.d/1.conf
    /// include /etc/ipsec.d/2.conf
    /// # file: /etc/ipsec.d/2.conf
    /// include /etc/ipsec.d/3.conf
    /// # file: /etc/ipsec.d/3.conf
    /// include /etc/ipsec.d/4.conf
    /// # file: /etc/ipsec.d/4.conf
    /// include /etc/ipsec.d/5.conf
    /// # file: /etc/ipsec.d/5.conf
    /// include /etc/ipsec.d/6.conf
    /// # file: /etc/ipsec.d/6.conf
    /// include /etc/ipsec.d/7.conf
    /// # file: /etc/ipsec.d/7.conf
    /// include /etc/ipsec.d/8.conf
    /// # file: /etc/ipsec.d/8.conf
    /// include /etc/ipsec.d/9.conf
    /// # file: /etc/ipsec.d/9.conf
    /// include /etc/ipsec.d/10.conf
    /// # file: /etc/ipsec.d/10.conf
    /// include /etc/ipsec.d/11.conf
    /// # file: /etc/ipsec.d/11.conf
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good openswan@2.6 libreswan@4.10 libreswan@5.4
    /// include /etc/ipsec.d/*.conf
    /// # file: /etc/ipsec.d/1.conf
    /// # file: /etc/ipsec.d/2.conf
    /// ```
    ///
    /// ## See also
    ///
    /// R112 include-cycle
    pub struct IncludeTooDeep {
        code: "R122", name: "include-too-deep", severity: Error, enabled: true,
        since: "0.1", dialects: "Openswan 2.6, Libreswan", fix: Never
    }
}
