//! 中文 for the kinds of duty posts.

/// The words for `key`, if it is one of theirs.
pub(super) fn term(key: &str) -> Option<&'static str> {
    Some(match key {
        "post" => "卡口",
        "post.name" => "卡口名称",
        "post.village" => "所在村(居)",
        "post.place" => "地址",
        "post.unit" => "负责单位",
        "post.leader" => "负责人",
        "post.opened_on" => "设立日期",
        "post.closed_on" => "最后一天",
        _ => return None,
    })
}
