use ipsec_conf::syntax::Shape;
use ipsec_conf::{File, FileId, Target};
use ipsec_conf_format::*;
use std::time::*;
fn main() {
    let mut n = 0;
    let mut changed = 0;
    let mut bytes = 0;
    let mut t = Duration::ZERO;
    let show = std::env::var("SHOW").is_ok();
    let mut lines = 0;
    let mut clines = 0;
    for p in std::env::args().skip(1) {
        let b = std::fs::read(&p).unwrap();
        let Ok(text) = String::from_utf8(b) else {
            continue;
        };
        n += 1;
        for shape in Shape::ALL {
            let f = File::from_text(FileId::default(), text.as_str().into(), shape);
            let t0 = Instant::now();
            let e = format(
                &f,
                &Options::default(),
                "libreswan@4.10".parse::<Target>().unwrap(),
            );
            let out = apply(&text, &e);
            t += t0.elapsed();
            bytes += text.len();
            if shape == Shape::Swan {
                changed += usize::from(out != text);
                lines += text.lines().count();
                clines += e.len();
            }
            if show && out != text && shape == Shape::Swan {
                println!("{p}\n{}", out);
            }
            let g = File::from_text(FileId::default(), out.as_str().into(), shape);
            let e2 = format(
                &g,
                &Options::default(),
                "libreswan@4.10".parse::<Target>().unwrap(),
            );
            if !e2.is_empty() {
                println!(
                    "{p} {shape:?}: not idempotent: {:?} {:?}",
                    &out[e2[0].span.range()],
                    e2[0].text
                );
            }
            for other in Shape::ALL {
                let a = File::from_text(FileId::default(), text.as_str().into(), other);
                let b = File::from_text(FileId::default(), out.as_str().into(), other);
                if let Err(d) = same_reading(&a, &b) {
                    println!(
                        "{p} as {shape:?}: {:?} {:?}",
                        d,
                        &text[d.at..].chars().take(80).collect::<String>()
                    );
                }
            }
        }
    }
    println!(
        "{n} files, {changed} changed, {} of {} lines, {:.1} MB/s",
        clines,
        lines,
        bytes as f64 / 1e6 / t.as_secs_f64()
    );
}
