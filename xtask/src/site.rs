//! The site: what the browser fetches, laid out as the server serves it.
//!
//! Files that change carry their own digest in the name and live in `/assets/`, so that they may
//! be kept for ever. `sw.js`, the manifest and the icons have fixed names. `assets.json` tells the
//! server which is which; `sw.js` carries the list with each file's digest, so that a login page
//! of some portal can never be taken for one of ours.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::house::{Flavor, House, shown};
use crate::wasm::LINK;
use crate::{style, wasm};

/// Files of `public/` that the build fills in itself.
const FILLED: [&str; 3] = ["sw.js", "sealed.js", "boot.js"];

/// What the scripts say before the build; each stands there once.
const VERSION_SLOT: &str = "const VERSION = 'unbuilt';";
const FILES_SLOT: &str = "const FILES = {};";
const BYTES_SLOT: &str = "const WASM_BYTES = 0;";

/// Digits of a digest that go into names: 64 bits, plenty against chance.
const SHORT: usize = 16;

/// An assembled site.
pub struct Site {
    /// Its folder.
    pub folder: PathBuf,
    /// Addresses of what the shell names.
    pub css: String,
    /// See [`Site::css`].
    pub js: String,
    /// See [`Site::css`].
    pub wasm: String,
    /// See [`Site::css`].
    pub boot: String,
    /// The script that loads the parts of the module.
    pub link: String,
    /// The parts, by the job that they are for, or by number when several share one.
    pub parts: BTreeMap<String, String>,
}

impl Site {
    /// The file behind an address.
    pub fn file(&self, address: &str) -> PathBuf {
        self.folder.join(address.trim_start_matches('/'))
    }
}

/// The digest of some bytes, in hexadecimal.
pub fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Builds the browser's module and lays out the site around it.
pub fn build(house: &House, flavor: Flavor) -> Result<Site> {
    let module = wasm::build(house, flavor)?;
    let mut plan = Plan::default();
    let css = plan.hashed("style", ".css", style::join(&house.root.join("style"))?.into());
    let wasm = read(&module.wasm)?;
    let wasm_bytes = wasm.len();
    let wasm = plan.hashed("app", ".wasm", wasm);
    let mut parts = BTreeMap::new();
    for part in &module.parts {
        let stem = part.file_stem().context("a part has a name")?.to_string_lossy().into_owned();
        let address = plan.hashed(&stem, ".wasm", read(part)?);
        parts.insert(stem, address);
    }
    let (js, link) = scripts(&glue(&module.js, &mut plan)?, &text(&module.link)?, &parts, &mut plan)?;
    let public = house.root.join("public");
    // One file: what the crash card needs is there whenever the card is.
    let boot = text(&public.join("sealed.js"))? + &text(&public.join("boot.js"))?;
    let boot = fill(&boot, &[(BYTES_SLOT, format!("const WASM_BYTES = {wasm_bytes};"))])?;
    let boot = squeeze_js(&boot);
    let boot = plan.hashed("boot", ".js", boot.into());
    for (name, bytes) in files(&public)? {
        if !FILLED.contains(&name.as_str()) {
            plan.fixed(&name, bytes);
        }
    }

    let worker = text(&public.join("sw.js"))?;
    let mut sources = files(&house.root.join("app/src"))?;
    sources.append(&mut files(&house.root.join("server/src"))?);
    let version = plan.version(&worker, &sources);
    let list = serde_json::to_string(&plan.digests())?;
    let worker = fill(
        &worker,
        &[(VERSION_SLOT, format!("const VERSION = '{version}';")), (FILES_SLOT, format!("const FILES = {list};"))],
    )?;
    let worker = squeeze_js(&worker);
    let names: Vec<&String> = plan.files.keys().collect();
    let assets = json!({
        "version": version, "css": css, "boot": boot, "js": js, "wasm": wasm, "files": names,
    });
    let assets = serde_json::to_vec_pretty(&assets)?;
    plan.fixed("sw.js", worker.into());

    let folder = house.site(flavor);
    write(&folder, &plan, &assets, flavor)?;
    eprintln!("xtask: {} is ready, version {version}", shown(house, &folder));
    Ok(Site { folder, css, js, wasm, boot, link, parts })
}

/// The files to serve, by address.
#[derive(Default)]
struct Plan {
    files: BTreeMap<String, Vec<u8>>,
}

impl Plan {
    /// Adds a file that carries its digest in the name; gives its address.
    fn hashed(&mut self, stem: &str, ending: &str, bytes: Vec<u8>) -> String {
        let digest = digest(&bytes);
        self.named(stem, &digest, ending, bytes)
    }

    /// Adds a file under a name that carries the digest of more than itself.
    fn named(&mut self, stem: &str, digest: &str, ending: &str, bytes: Vec<u8>) -> String {
        let address = format!("/assets/{stem}-{}{ending}", &digest[..SHORT]);
        self.files.insert(address.clone(), bytes);
        address
    }

    /// Adds a file under its own name at the root.
    fn fixed(&mut self, name: &str, bytes: Vec<u8>) {
        self.files.insert(format!("/{name}"), bytes);
    }

    fn digests(&self) -> BTreeMap<&str, String> {
        self.files.iter().map(|(address, bytes)| (address.as_str(), digest(bytes))).collect()
    }

    /// One word for all of it. The sources of the screens and of the server count as well: the
    /// shell's markup and its headers are made there, and a phone that keeps an old shell must
    /// hear of a new one. It fetches nothing else anew for that.
    fn version(&self, worker: &str, sources: &BTreeMap<String, Vec<u8>>) -> String {
        let mut all = digest(worker.as_bytes());
        for (name, digest) in self.digests() {
            all.push_str(name);
            all.push_str(&digest);
        }
        for (name, bytes) in sources {
            all.push_str(name);
            all.push_str(&digest(bytes));
        }
        digest(all.as_bytes())[..SHORT].to_owned()
    }
}

/// The JavaScript that wasm-bindgen made, with each snippet that it imports put beside it under
/// a name with a digest.
fn glue(js: &Path, plan: &mut Plan) -> Result<String> {
    let mut glue = text(js)?;
    let snippets = js.with_file_name("snippets");
    if snippets.is_dir() {
        for (name, bytes) in files(&snippets)? {
            let address = plan.hashed("part", ".js", bytes);
            glue = glue.replace(&format!("'./snippets/{name}'"), &format!("'{address}'"));
            glue = glue.replace(&format!("\"./snippets/{name}\""), &format!("\"{address}\""));
        }
    }
    if glue.contains("./snippets/") {
        bail!("a snippet in {} was not understood", js.display());
    }
    Ok(squeeze_js(&glue))
}

/// The module's script and the one that loads its parts, under their addresses. The two name each
/// other, so both names carry the digest of both.
fn scripts(glue: &str, link: &str, parts: &BTreeMap<String, String>, plan: &mut Plan) -> Result<(String, String)> {
    let mut link = squeeze_js(link);
    for (stem, address) in parts {
        link = put(&link, &format!("\"./{stem}.wasm\""), &format!("\"{address}\""))?;
    }
    let from = |stem: &str, digest: &str| format!("from \"/assets/{stem}-{digest}.js\"");
    let link = put(&link, "from \"./app.js\"", &from("app", ""))?;
    // Only where it is imported: the module knows what it imports by the first name.
    let glue = put(glue, &format!("from \"../{LINK}\""), &from("link", ""))?;
    let both = digest(format!("{glue}\n{link}").as_bytes());
    let link = put(&link, &from("app", ""), &from("app", &both[..SHORT]))?;
    let glue = put(&glue, &from("link", ""), &from("link", &both[..SHORT]))?;
    Ok((plan.named("app", &both, ".js", glue.into()), plan.named("link", &both, ".js", link.into())))
}

/// Puts another name where a script names a file; it must name it.
fn put(script: &str, name: &str, other: &str) -> Result<String> {
    if !script.contains(name) {
        bail!("a script of the build should name {name}");
    }
    Ok(script.replace(name, other))
}

/// Fills a script's slots. A slot that is not there exactly once is an error: the script would
/// run as it was never meant to.
fn fill(script: &str, slots: &[(&str, String)]) -> Result<String> {
    let mut filled = script.to_owned();
    for (slot, line) in slots {
        if script.matches(slot).count() != 1 {
            bail!("a script in public/ must hold this line once: {slot}");
        }
        filled = filled.replace(slot, line);
    }
    Ok(filled)
}

/// Drops indentation, empty lines, and comments that have their lines to themselves. It knows
/// nothing of strings over several lines, which our scripts do without.
pub fn squeeze_js(js: &str) -> String {
    let mut out = String::with_capacity(js.len());
    let mut inside = false;
    for line in js.lines().map(str::trim) {
        if inside || line.starts_with("/*") && (line.ends_with("*/") || !line.contains("*/")) {
            inside = !line.ends_with("*/");
            continue;
        }
        if !line.is_empty() && !line.starts_with("//") {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

/// Puts the plan onto the disk, and takes away what is no longer in it. A file that is there as
/// it should be is left alone with its compressed form: compressing is the slow part.
fn write(folder: &Path, plan: &Plan, assets: &[u8], flavor: Flavor) -> Result<()> {
    std::fs::create_dir_all(folder.join("assets"))?;
    let mut wanted = vec!["assets.json".to_owned()];
    for (address, bytes) in &plan.files {
        let name = address.trim_start_matches('/');
        let file = folder.join(name);
        let packed = folder.join(format!("{name}.br"));
        wanted.push(name.to_owned());
        let small = compressible(name);
        if small {
            wanted.push(format!("{name}.br"));
        }
        if std::fs::read(&file).is_ok_and(|old| old == *bytes) && (!small || packed.is_file()) {
            continue;
        }
        if small {
            std::fs::write(packed, brotli(bytes, flavor.brotli_quality())?)?;
        }
        std::fs::write(file, bytes)?;
    }
    std::fs::write(folder.join("assets.json"), assets)?;
    for name in files(folder)?.into_keys() {
        if !wanted.contains(&name) {
            std::fs::remove_file(folder.join(name))?;
        }
    }
    Ok(())
}

fn compressible(name: &str) -> bool {
    !name.ends_with(".png")
}

/// Brotli with a window that every browser takes (4 MiB).
pub fn brotli(bytes: &[u8], quality: i32) -> Result<Vec<u8>> {
    let params = brotli::enc::BrotliEncoderParams { quality, lgwin: 22, size_hint: bytes.len(), ..Default::default() };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut out, &params).context("brotli failed")?;
    Ok(out)
}

fn read(file: &Path) -> Result<Vec<u8>> {
    std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))
}

fn text(file: &Path) -> Result<String> {
    std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))
}

/// All files of a folder and its folders, by path from it.
fn files(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![String::new()];
    while let Some(inner) = folders.pop() {
        let here = folder.join(&inner);
        let entries = std::fs::read_dir(&here).with_context(|| format!("no folder {}", here.display()))?;
        for entry in entries {
            let entry = entry?;
            let name = format!("{inner}{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                folders.push(format!("{name}/"));
            } else {
                found.insert(name, read(&entry.path())?);
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_carry_the_digest_of_the_content() {
        let mut plan = Plan::default();
        let one = plan.hashed("app", ".js", b"one".to_vec());
        let two = plan.hashed("app", ".js", b"two".to_vec());
        assert_eq!(one, "/assets/app-7692c3ad3540bb80.js");
        assert_ne!(one, two);
        assert_eq!(plan.hashed("app", ".js", b"one".to_vec()), one);
    }

    #[test]
    fn anything_new_is_a_new_version() {
        let none = BTreeMap::new();
        let mut plan = Plan::default();
        plan.fixed("icon.svg", b"a".to_vec());
        let first = plan.version("worker", &none);
        assert_eq!(first, plan.version("worker", &none));
        assert_ne!(first, plan.version("worker 2", &none));
        let shell = BTreeMap::from([("shell.rs".to_owned(), b"x".to_vec())]);
        assert_ne!(first, plan.version("worker", &shell));
        plan.fixed("icon.svg", b"b".to_vec());
        assert_ne!(first, plan.version("worker", &none));
    }

    #[test]
    fn a_script_is_filled_or_refused() {
        let slots = [("const A = 0;", "const A = 7;".to_owned())];
        assert_eq!(fill("x;\nconst A = 0;\n", &slots).expect("one slot"), "x;\nconst A = 7;\n");
        assert!(fill("x;\n", &slots).is_err());
        assert!(fill("const A = 0;\nconst A = 0;\n", &slots).is_err());
    }

    #[test]
    fn our_own_scripts_have_their_slots() {
        let once = |script: &str, slot| script.matches(slot).count() == 1;
        let worker = include_str!("../../public/sw.js");
        assert!(once(worker, VERSION_SLOT) && once(worker, FILES_SLOT));
        assert!(once(include_str!("../../public/boot.js"), BYTES_SLOT));
    }

    #[test]
    fn scripts_lose_comments_and_indentation_alone() {
        let js =
            "/** @param {x}\n * y\n */\nfunction a() {\n\n  // why\n  return 'http://b'; // kept\n}\n/* one */\nb();\n";
        assert_eq!(squeeze_js(js), "function a() {\nreturn 'http://b'; // kept\n}\nb();\n");
    }

    #[test]
    fn the_two_scripts_of_the_module_name_each_other() {
        let glue = "import * as import1 from \"../link.js\"\nreturn {\n\"../link.js\": import1,\n};\n";
        let link = "import { initSync } from \"./app.js\";\nfetch(new URL(\"./door.wasm\", import.meta.url));\n";
        let parts = BTreeMap::from([("door".to_owned(), "/assets/door-1.wasm".to_owned())]);
        let mut plan = Plan::default();
        let (js, at) = scripts(glue, link, &parts, &mut plan).expect("they name each other");
        let said = |address: &str| String::from_utf8(plan.files[address].clone()).expect("text");
        assert!(said(&js).contains(&format!("from \"{at}\"")));
        assert!(said(&js).contains("\"../link.js\": import1"), "the module's own name for it stays");
        assert!(said(&at).contains(&format!("from \"{js}\"")));
        assert!(said(&at).contains("new URL(\"/assets/door-1.wasm\""));
        assert!(scripts("import x from \"./other.js\"", link, &parts, &mut plan).is_err());
    }

    #[test]
    fn brotli_comes_back_whole() {
        let bytes = "入户通".repeat(1000).into_bytes();
        for quality in [5, 11] {
            let packed = brotli(&bytes, quality).expect("packs");
            assert!(packed.len() < bytes.len() / 10);
            let mut back = Vec::new();
            brotli::BrotliDecompress(&mut &packed[..], &mut back).expect("unpacks");
            assert_eq!(back, bytes);
        }
    }
}
