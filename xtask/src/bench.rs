//! `cargo xtask bench NAME`: prints a table and writes `target/bench/NAME.json`, a flat map of
//! figures whose names end in what they count.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};
use serde_json::json;

use crate::house::{Flavor, House, shown};
use crate::{run, serve, site, test};

/// What a phone may have to fetch before the first use, which is to sign in: shell, styles,
/// JavaScript, and the module without the parts that its jobs need.
const GATE_BYTES: usize = 250 * 1024;

/// Runs a bench by its name.
pub fn bench(house: &House, name: &str) -> Result<()> {
    match name {
        "size" => size(house),
        "wire" => wire(house),
        "overview" => overview(house),
        "phone" => phone(house),
        _ => bail!("there is no bench `{name}`; there are: size, wire, overview, phone"),
    }
}

/// Bytes in brotli at its best, as they are shipped.
pub fn size(house: &House) -> Result<()> {
    let site = site::build(house, Flavor::Release)?;
    serve::build_doorstep(house, Flavor::Dev)?;
    let shell = run::output(Command::new(house.doorstep(Flavor::Dev)).arg("shell").arg("--site").arg(&site.folder))?;
    let packed = |address: &str| -> Result<usize> { Ok(std::fs::read(site.file(&format!("{address}.br")))?.len()) };
    let quality = Flavor::Release.brotli_quality();
    let first = [
        ("shell", site::brotli(shell.as_bytes(), quality)?.len()),
        ("css", packed(&site.css)?),
        ("js", packed(&site.js)? + packed(&site.link)? + packed(&site.boot)?),
        ("wasm", packed(&site.wasm)?),
    ];
    let mut later = Vec::new();
    for (name, address) in &site.parts {
        later.push((name.as_str(), packed(address)?));
    }
    report(house, &first, &later)
}

/// Bytes of a sync between real Chromium and the program, every header and all of TLS counted. The
/// browser's test measures and prints; here it is asked for the visits of a whole week.
fn wire(house: &House) -> Result<()> {
    let file = figures_file(house, "wire")?;
    let given = [("DOORSTEP_VISITS", "200".into()), ("DOORSTEP_FIGURES", file.clone().into_os_string())];
    test::browser_only(house, Flavor::Release, "wire", &given)?.conclude()?;
    println!("written to {}", shown(house, &file));
    Ok(())
}

/// How long the supervisor's questions take, in a township of 100,000 people with 1,000,000 records and
/// in one of a tenth.
fn overview(house: &House) -> Result<()> {
    for (name, people, records) in [("overview-tenth", "10000", "100000"), ("overview", "100000", "1000000")] {
        let file = figures_file(house, name)?;
        let mut command = run::cargo(house);
        command.args(["run", "--release", "--package", "tests", "--example", "overview", "--", people, records]);
        run::run(command.arg(&file))?;
        println!("written to {}", shown(house, &file));
    }
    Ok(())
}

/// What a phone's own lists cost in real Chromium slowed down: searching, what is due, one record more.
fn phone(house: &House) -> Result<()> {
    let file = figures_file(house, "phone")?;
    let site = site::build(house, Flavor::Bench)?;
    let given = [
        ("DOORSTEP_SITE_CONTRACT", site.folder.into_os_string()),
        ("DOORSTEP_PEOPLE", "6661".into()),
        ("DOORSTEP_FIGURES", file.clone().into_os_string()),
    ];
    test::browser_with(house, "lists", &given)?.conclude()?;
    println!("written to {}", shown(house, &file));
    Ok(())
}

/// Where a bench writes its figures.
fn figures_file(house: &House, name: &str) -> Result<PathBuf> {
    let folder = house.target.join("bench");
    std::fs::create_dir_all(&folder)?;
    Ok(folder.join(format!("{name}.json")))
}

/// Prints the tables, writes the figures, and holds the gate.
fn report(house: &House, first: &[(&str, usize)], later: &[(&str, usize)]) -> Result<()> {
    let sum = |parts: &[(&str, usize)]| parts.iter().map(|(_, bytes)| bytes).sum::<usize>();
    let total = sum(first);
    let all = total + sum(later);
    println!("\nbytes to the first use, brotli");
    first.iter().chain([&("total", total), &("gate", GATE_BYTES)]).for_each(line);
    println!("\nfetched meanwhile, for what comes after");
    later.iter().chain([&("all", all)]).for_each(line);
    let figures: BTreeMap<String, usize> = first
        .iter()
        .chain(later)
        .chain([&("total", total), &("all", all)])
        .map(|(name, bytes)| (format!("{name}_br"), *bytes))
        .collect();
    let file = figures_file(house, "size")?;
    std::fs::write(&file, serde_json::to_vec_pretty(&json!({ "figures": figures }))?)?;
    println!("written to {}", shown(house, &file));
    if total > GATE_BYTES {
        bail!("{total} bytes are {} above the gate", total - GATE_BYTES);
    }
    Ok(())
}

fn line((name, bytes): &(&str, usize)) {
    println!("{name:>12} {bytes:>8}  {:>6.1} KiB", kib(*bytes));
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
        let open = report(&house, &[("css", 6 * 1024), ("wasm", 244 * 1024)], &[("door", 300 * 1024)]);
        let figures = std::fs::read_to_string(target.join("bench/size.json"));
        let closed = report(&house, &[("css", 6 * 1024), ("wasm", 244 * 1024 + 1)], &[]);
        std::fs::remove_dir_all(target).expect("ours to remove");
        assert!(open.is_ok());
        let figures: serde_json::Value = serde_json::from_str(&figures.expect("written")).expect("JSON");
        let expected =
            json!({"css_br": 6144, "wasm_br": 249_856, "total_br": 256_000, "door_br": 307_200, "all_br": 563_200});
        assert_eq!(figures["figures"], expected);
        assert!(closed.is_err());
    }
}
