use ipsec_conf::syntax::Shape;
use ipsec_conf::{File, FileId, Target};
use ipsec_conf_format::*;
use std::time::*;
fn main() {
    let p = std::env::args().nth(1).unwrap();
    let text = std::fs::read_to_string(&p).unwrap();
    let messy = text.replace("\t", "    ").replace("=", " = ");
    for (what, text) in [("as is", text), ("messy", messy)] {
        let f = File::from_text(FileId::default(), text.as_str().into(), Shape::Swan);
        let target = "libreswan@4.10".parse::<Target>().unwrap();
        let mut best = f64::MAX;
        for _ in 0..std::env::var("N").map_or(9, |n| n.parse().unwrap()) {
            let t0 = Instant::now();
            let e = format(&f, &Options::default(), target);
            let out = apply(&text, &e);
            best = best.min(t0.elapsed().as_secs_f64());
            std::hint::black_box(out);
        }
        println!(
            "{what}: {:.1} MB/s of {} MB",
            text.len() as f64 / 1e6 / best,
            text.len() as f64 / 1e6
        );
    }
}
