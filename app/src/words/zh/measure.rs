//! 中文 where temperatures are taken and shown.

use crate::words::{measure::MeasureWords, tenths_label};

pub(in crate::words) static WORDS: MeasureWords = MeasureWords {
    slots_one: &["全天"],
    slots_two: &["上午", "下午"],
    slot_n: |n| format!("第 {n} 次"),
    day_n: |n| format!("第 {n} 天"),
    day_of: |n, of| format!("第 {n} 天，共 {of} 天"),
    between: "",
    colon: "：",
    degrees: |a| format!("{a} ℃"),

    chart_today: "今天",
    fever_line: "发热线",
    key_normal: "正常",
    key_fever: "发热",
    key_explained: "没量，有原因",
    key_missed: "漏量",
    chart_of: |a| format!("{a}的体温"),
    temperatures: "体温",
    chart_told: |told| {
        let mut said = vec![format!("第 0 天到第 {} 天", told.days)];
        match told.highest {
            None => said.push("还没有量过".to_owned()),
            Some((most, day)) => {
                said.push(format!("量了 {} 次", told.read));
                said.push(format!("最高 {} ℃（第 {day} 天）", tenths_label(most)));
            }
        }
        let more = [(told.fever, "发热 {n} 次"), (told.explained, "没量但有原因 {n} 次"), (told.missed, "漏了 {n} 次")];
        said.extend(more.iter().filter(|(n, _)| *n > 0).map(|(n, words)| words.replace("{n}", &n.to_string())));
        format!("{}。", said.join("，"))
    },

    last_value: |a| format!("上次 {a} ℃"),
    before: |a, b| format!("{a} {b}"),
    correct: |a| format!("这次已量过：{a}。再存就是更正。"),
    correct_name: |a| format!("改 {a}"),
    hot: "发热",
    spoken: |a, b| format!("{a}，{b}度"),
    spoken_hot: "，发热，请再量一次",
    again: "再量一次",
    again_why: |a| format!("第一次 {a} ℃。歇几分钟，同一个人再量一次。"),
    again_passed: "第二次没到发热线",
    no_second: "没法再量",
    symptoms: "哪里不舒服",
    symptoms_none: "没有不舒服",
    how: "怎么量的",
    how_symptoms: |a, b| format!("{a} · {b}"),
    not_taken: "没量成",
    why_not: "为什么没量成",
    say_why: "写明原因",
    save_report: "保存，马上上报",
    go_on_with: |a| format!("知道了，下一个：{a}"),

    out_of_range: |a| format!("{a} ℃ 不像体温。看一眼体温计，重新输。"),
    cannot_begin: "体温在 35.0 到 42.0 之间。点“改错”，重新输。",
    digits_missing: |n| format!("还差 {n} 位，比如 36.5 输 365。"),
    no_reason: "选一个原因。",
    no_reason_words: "写一句原因。",

    saved: |a, b| format!("{a} {b} 已存本机"),
    corrected: |a, b| format!("{a} 已更正为 {b}"),
    not_taken_word: "没量成",
    taken_back: |a| format!("{a} 这次已撤销"),
    fever_what: |a, b| format!("发热：{a} {b} ℃"),
    fever_twice: |a, b| format!("{a}，复测 {b}"),
    fever_safe: "已存本机。有信号时马上报到指挥部。",
    fever_todo: "现在就打电话给村医或卫生院。",
    fever_todo_in: "不要一个人进屋。请他戴好口罩，在自己房里等。",

    due: "要量体温",
    due_slot: |a| format!("{a}体温"),
    overdue: "过时了，快补",
    missed: "漏量的，补一句原因",
    missed_n: |n, a| format!("漏了 {n} 次，最近是{a}"),
    say: "补",

    all_taken: "这一户都量好了",
    all_taken_note: |n| format!("{n} 人"),
    nobody: "这一户现在没有要量的",
    nobody_note: "居家隔离的人，到时间会出现在今日任务里。",
    go_back: "回到今日任务",
    next_door: |a| format!("下一户：{a}"),
};
