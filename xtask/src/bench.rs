//! `cargo xtask bench NAME`: prints a table and writes `target/bench/NAME.json`, a flat map of
//! figures whose names end in what they count.

use std::collections::BTreeMap;
use std::process::Command;

use anyhow::{Result, bail};
use serde_json::json;

use crate::house::{Flavor, House, shown};
use crate::{run, serve, site};

/// What a phone may have to fetch before the first use: wasm, JavaScript, styles and shell.
const GATE_BYTES: usize = 250 * 1024;

/// Runs a bench by its name.
pub fn bench(house: &House, name: &str) -> Result<()> {
    match name {
        "size" => size(house),
        _ => bail!("there is no bench `{name}`; there are: size"),
    }
}

/// Bytes to the first use, in brotli at its best, as they are shipped.
pub fn size(house: &House) -> Result<()> {
    let site = site::build(house, Flavor::Release)?;
    serve::build_doorstep(house, Flavor::Dev)?;
    let shell = run::output(Command::new(house.doorstep(Flavor::Dev)).arg("shell").arg("--site").arg(&site.folder))?;
    let packed = |address: &str| -> Result<usize> { Ok(std::fs::read(site.file(&format!("{address}.br")))?.len()) };
    let quality = Flavor::Release.brotli_quality();
    let parts = [
        ("shell", site::brotli(shell.as_bytes(), quality)?.len()),
        ("css", packed(&site.css)?),
        ("js", packed(&site.js)? + packed(&site.boot)?),
        ("wasm", packed(&site.wasm)?),
    ];
    report(house, &parts)
}

/// Prints the table, writes the figures, and holds the gate.
fn report(house: &House, parts: &[(&str, usize)]) -> Result<()> {
    let total: usize = parts.iter().map(|(_, bytes)| bytes).sum();
    println!("\nbytes to the first use, brotli");
    for (name, bytes) in parts.iter().chain([&("total", total)]) {
        println!("{name:>8} {bytes:>8}  {:>6.1} KiB", kib(*bytes));
    }
    println!("{:>8} {GATE_BYTES:>8}  {:>6.1} KiB", "gate", kib(GATE_BYTES));
    let figures: BTreeMap<String, usize> =
        parts.iter().chain([&("total", total)]).map(|(name, bytes)| (format!("{name}_br"), *bytes)).collect();
    let folder = house.target.join("bench");
    std::fs::create_dir_all(&folder)?;
    let file = folder.join("size.json");
    std::fs::write(&file, serde_json::to_vec_pretty(&json!({ "figures": figures }))?)?;
    println!("written to {}", shown(house, &file));
    if total > GATE_BYTES {
        bail!("{total} bytes are {} above the gate", total - GATE_BYTES);
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "a figure to look at, far below 2^52")]
fn kib(bytes: usize) -> f64 {
    bytes as f64 / 1024.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gate_closes_one_byte_above() {
        let target = std::env::temp_dir().join(format!("doorstep-size-{}", std::process::id()));
        let house = House { root: target.clone(), target: target.clone() };
        let open = report(&house, &[("css", 6 * 1024), ("wasm", 244 * 1024)]);
        let figures = std::fs::read_to_string(target.join("bench/size.json"));
        let closed = report(&house, &[("css", 6 * 1024), ("wasm", 244 * 1024 + 1)]);
        std::fs::remove_dir_all(target).expect("ours to remove");
        assert!(open.is_ok());
        let figures: serde_json::Value = serde_json::from_str(&figures.expect("written")).expect("JSON");
        assert_eq!(figures, json!({"figures": {"css_br": 6144, "wasm_br": 249_856, "total_br": 256_000}}));
        assert!(closed.is_err());
    }
}
