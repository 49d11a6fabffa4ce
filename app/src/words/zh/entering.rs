//! 中文 for papers, for what any kind may carry, and for what is set for a worker.

/// The words for `key`, if it is one of theirs.
pub(super) fn term(key: &str) -> Option<&'static str> {
    Some(match key {
        "paper" => "纸质表",
        "paper.household" => "住户",
        "paper.form" => "是什么表",
        "paper.form.visit" => "入户走访",
        "paper.form.reading" => "体温登记",
        "paper.form.care_contact" => "通话记录",
        "paper.form.other" => "其他",
        "paper.photos" => "照片",
        "paper.note" => "备注",
        "paper.status" => "录了没有",
        "paper.status.open" => "待录入",
        "paper.status.typed" => "已录入",
        "common.done_by" => "谁做的",
        "common.paper" => "从哪张纸质表录的",
        "policy.middle_from_age" => "中年从几岁算",
        "policy.old_from_age" => "年长从几岁算",
        "health_limit.no_stairs" => "爬不了楼",
        "health_limit.near_only" => "走不了远路",
        "health_limit.no_night" => "夜里出不了门",
        "health_limit.phone_only" => "只打电话、微信",
        "problem.four_digits" => "要四位数字。",
        "problem.namesake" => "有同名的，请填电话后四位。",
        _ => return None,
    })
}
