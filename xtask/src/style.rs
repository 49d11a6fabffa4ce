//! The style sheets of `style/`, joined into the one file that the shell links.

use std::path::Path;

use anyhow::{Context, Result, bail};

/// Reads a folder's style sheets and joins them in the order that its `main.css` imports them.
/// A sheet that is named but absent is an error, and so is one that nobody names: each would be
/// a style that silently does nothing.
pub fn join(folder: &Path) -> Result<String> {
    let read = |name: &str| {
        std::fs::read_to_string(folder.join(name))
            .with_context(|| format!("cannot read {}", folder.join(name).display()))
    };
    let order = imports(&read("main.css")?)?;
    for entry in std::fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".css") && name != "main.css" && !order.contains(&name) {
            bail!("style/{name} is not imported by style/main.css");
        }
    }
    let mut all = String::new();
    for name in &order {
        all.push_str(&squeeze(&read(name)?));
        all.push('\n');
    }
    Ok(all)
}

/// The names that a sheet made of nothing but imports lists, in order.
fn imports(css: &str) -> Result<Vec<String>> {
    squeeze(css)
        .split_terminator(';')
        .map(|line| {
            line.strip_prefix("@import \"")
                .and_then(|rest| rest.strip_suffix('"'))
                .map(str::to_owned)
                .with_context(|| format!("style/main.css holds imports alone, but also: {line}"))
        })
        .collect()
}

/// Takes comments and needless white space out of a style sheet. Strings and addresses keep
/// every character. White space around `+` and `-` stays, since `calc` means something by it;
/// around `:` only the following is dropped, since a selector means something by the one before.
pub fn squeeze(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css.chars().peekable();
    let mut gap = false;
    while let Some(c) = rest.next() {
        if c == '/' && rest.peek() == Some(&'*') {
            rest.next();
            let mut last = ' ';
            for c in rest.by_ref() {
                if last == '*' && c == '/' {
                    break;
                }
                last = c;
            }
            gap = true;
            continue;
        }
        if c.is_whitespace() {
            gap = true;
            continue;
        }
        if gap {
            gap = false;
            let before = out.chars().next_back();
            let glued = before.is_none_or(|b| "{};,:>".contains(b)) || "{};,>".contains(c);
            if !glued {
                out.push(' ');
            }
        }
        if c == '}' && out.ends_with(';') {
            out.pop();
        }
        out.push(c);
        if c == '"' || c == '\'' {
            copy_string(c, &mut rest, &mut out);
        }
    }
    out
}

/// Copies the rest of a quoted string, with its closing quote.
fn copy_string(quote: char, rest: &mut impl Iterator<Item = char>, out: &mut String) {
    let mut escaped = false;
    for c in rest {
        out.push(c);
        if !escaped && c == quote {
            return;
        }
        escaped = !escaped && c == '\\';
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_and_comments_go() {
        assert_eq!(
            squeeze("/* a */ :root {\n  --ink: #123;\n  margin: 0 auto;\n}\n\n.a > .b , p { x : y; }"),
            ":root{--ink:#123;margin:0 auto}.a>.b,p{x :y}"
        );
    }

    #[test]
    fn what_means_something_stays() {
        for same in [
            "a{width:calc(100% - 2px + 1em)}",
            "nav :focus{outline:0}",
            "a::before{content:\"  /* no comment */  \\\" ; }\"}",
            "@media (min-width:768px) and (prefers-contrast:more){a{b:c}}",
            ".a .b{color:red}",
        ] {
            assert_eq!(squeeze(same), same);
        }
        assert_eq!(squeeze("a/**/b{}"), "a b{}");
    }

    #[test]
    fn imports_are_read_in_order() {
        let names = imports("/* why; so */\n@import \"tokens.css\";\n@import \"base.css\";\n");
        assert_eq!(names.expect("imports"), ["tokens.css", "base.css"]);
        assert!(imports("@import \"a.css\";\nb { c: d }").is_err());
    }

    #[test]
    fn a_sheet_that_nobody_imports_is_an_error() {
        let folder = std::env::temp_dir().join(format!("doorstep-style-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).expect(name);
        write("main.css", "@import \"b.css\";\n@import \"a.css\";");
        write("a.css", "a { x: y; }");
        write("b.css", "b { x: y; }");
        let joined = join(&folder);
        write("c.css", "c { x: y; }");
        let forgotten = join(&folder);
        std::fs::remove_dir_all(&folder).expect("ours to remove");
        assert_eq!(joined.expect("all imported"), "b{x:y}\na{x:y}\n");
        assert!(forgotten.expect_err("c is forgotten").to_string().contains("c.css"));
    }
}
