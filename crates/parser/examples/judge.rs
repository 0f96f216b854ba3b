fn main() {
    let a: Vec<String> = std::env::args().collect();
    let target = a[1].parse().unwrap();
    struct D;
    impl ipsec_conf::model::Vfs for D {
        fn read(&self, p: &std::path::Path) -> std::io::Result<Vec<u8>> { std::fs::read(p) }
        fn list(&self, d: &std::path::Path) -> std::io::Result<Vec<String>> { Ok(std::fs::read_dir(d)?.map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect()) }
        fn exists(&self, p: &std::path::Path) -> bool { p.exists() }
    }
    let opts = ipsec_conf::model::LoadOptions { root: a.get(3).map(Into::into), ..Default::default() };
    let m = ipsec_conf::Model::load(&D, a[2].as_ref(), target, &opts).unwrap();
    let show = |d: &ipsec_conf::Diagnostic| {
        let s = m.sources().get(d.primary.span.file);
        let p = s.position(d.primary.span.start);
        println!("{}:{}:{} {:?} {} [{:?}] {} {:?}", s.path().display(), p.line, p.column, d.severity, d.code.id, d.effect, d.message, d.conn);
    };
    for d in m.diagnostics() { show(d); }
    for (id, _) in m.conns() { for d in m.conn(id).diagnostics() { show(d); } }
}
