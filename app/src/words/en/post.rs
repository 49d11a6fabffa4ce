//! English for the kinds of duty posts.

/// The words for `key`, if it is one of theirs.
pub(super) fn term(key: &str) -> Option<&'static str> {
    Some(match key {
        "post" => "Duty post",
        "post.name" => "Name of the post",
        "post.village" => "Village",
        "post.place" => "Where it stands",
        "post.unit" => "Unit in charge",
        "post.leader" => "Person in charge",
        "post.opened_on" => "First day",
        "post.closed_on" => "Last day",
        _ => return None,
    })
}
