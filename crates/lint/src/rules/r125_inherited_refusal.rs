//! A conn that is refused because of a line it inherits.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A conn that the target refuses because of a line in a section that it takes in.
    ///
    /// ## What it does
    ///
    /// Names every conn that a bad line in `conn %default` or in a section behind `also=` refuses. The line itself is
    /// reported with its own code; this finding stands at the place that takes it in.
    ///
    /// ## Why it matters
    ///
    /// The program names the conn and not the line, or the line and not the conns. With one bad line in `%default` no conn
    /// of the file loads.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4
    /// conn shared
    ///     left=192.0.2.1
    ///     leftsubnet=10.0.0.0/33
    ///
    /// conn office
    ///     also=shared
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4
    /// conn shared
    ///     left=192.0.2.1
    ///     leftsubnet=10.0.0.0/24
    ///
    /// conn office
    ///     also=shared
    ///     right=198.51.100.7
    /// ```
    pub struct InheritedRefusal {
        code: "R125", name: "inherited-refusal", severity: Error, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    /// starter 5.9.8 complains of the keyword in each conn that has it in the end.
    #[test]
    fn a_keyword_of_another_section_refuses_all_who_inherit_it() {
        let text = "conn %default\n\tcachecrls=yes\n\nconn base\n\tuniqueids=yes\n\nconn a\n\talso=base\n";
        check(
            "R125",
            "strongswan@5.9.8",
            text,
            &[
                "4:6 conn `base` inherits what refuses it: `cachecrls` belongs into `config setup`, not into a conn",
                "7:6 conn `a` inherits what refuses it: `cachecrls` belongs into `config setup`, not into a conn",
                "8:7 conn `a` inherits what refuses it: `uniqueids` belongs into `config setup`, not into a conn",
            ],
        );
        // Libreswan passes over it.
        check("R125", "libreswan@4.10", text, &[]);
    }
}
