//! The build of Doorstep: one command each for running, testing, measuring and shipping it.
//!
//! | command | module |
//! |---|---|
//! | `cargo xtask serve` | [`serve`]: build what changed, run the program on the demo township |
//! | `cargo xtask test [PART…]` | [`test`]: run the tests, add up their result lines |
//! | `cargo xtask ci` | [`ci`]: format, lints, size gate, all tests |
//! | `cargo xtask bench NAME` | [`bench`]: a table, and `target/bench/NAME.json` |
//! | `cargo xtask mutants` | [`mutants`]: broken on purpose, the tests must fail |
//! | `cargo xtask dist` | [`dist`]: one program file with all assets inside |
//!
//! Below them: [`wasm`] makes the browser's module, [`site`] lays out the files that are
//! served ([`style`] joins the style sheets), [`tools`] brings what the machine lacks.

mod bench;
mod ci;
mod dist;
mod house;
mod mutants;
mod run;
mod serve;
mod site;
mod style;
mod test;
mod tools;
mod wasm;

use anyhow::{Result, bail};
use house::{Flavor, House};

const USAGE: &str = "\
The build of Doorstep. It installs what is missing and says so.

  cargo xtask serve [--release] [--data DIR] [--listen ADDR] [--no-demo]
  cargo xtask test [--quick] [unit] [story] [browser] [fault]   (none: all there are)
  cargo xtask ci
  cargo xtask bench size | wire | overview | phone
  cargo xtask mutants
  cargo xtask dist";

fn main() -> std::process::ExitCode {
    match dispatch(pico_args::Arguments::from_env()) {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            // After the tests' last line, nothing more: it has said it.
            if !error.is::<test::NotPassed>() {
                eprintln!("xtask: {error:#}");
            }
            std::process::ExitCode::FAILURE
        }
    }
}

fn dispatch(mut args: pico_args::Arguments) -> Result<()> {
    let house = House::find()?;
    if args.contains(["-h", "--help"]) {
        println!("{USAGE}");
        return Ok(());
    }
    match args.subcommand()?.as_deref() {
        Some("serve") => {
            let wish = serve::Wish {
                flavor: flavor(&mut args),
                demo: !args.contains("--no-demo"),
                data: args.opt_value_from_str("--data")?,
                listen: args.opt_value_from_str("--listen")?.unwrap_or_else(|| "127.0.0.1:8080".to_owned()),
            };
            nothing_left(args)?;
            serve::serve(&house, &wish)
        }
        Some("test") => {
            let flavor = if args.contains("--quick") { Flavor::Dev } else { Flavor::Release };
            let mut parts = Vec::new();
            while let Some(part) = args.opt_free_from_str::<String>()? {
                parts.push(part);
            }
            nothing_left(args)?;
            test::test(&house, flavor, &parts)
        }
        Some("ci") => {
            nothing_left(args)?;
            ci::ci(&house)
        }
        Some("bench") => {
            let name: String = args.free_from_str()?;
            nothing_left(args)?;
            bench::bench(&house, &name)
        }
        Some("mutants") => {
            nothing_left(args)?;
            mutants::mutants(&house)
        }
        Some("dist") => {
            nothing_left(args)?;
            dist::dist(&house)
        }
        Some(other) => bail!("there is no `{other}`\n\n{USAGE}"),
        None => bail!("say what to do\n\n{USAGE}"),
    }
}

fn flavor(args: &mut pico_args::Arguments) -> Flavor {
    if args.contains("--release") { Flavor::Release } else { Flavor::Dev }
}

fn nothing_left(args: pico_args::Arguments) -> Result<()> {
    let left = args.finish();
    if left.is_empty() {
        return Ok(());
    }
    bail!("do not know what to do with {left:?}\n\n{USAGE}")
}
