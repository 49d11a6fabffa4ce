//! 中文 for clues about contacts, for people, and for the doors to measure at.

use crate::words::clue::ClueWords;

pub(in crate::words) static WORDS: ClueWords = ClueWords {
    clues: "接触者线索",
    clues_n: |n| format!("{n} 条"),
    add_note: "听说谁跟病例接触过，记下来转给卫健部门",
    new_clue: "记一条线索",
    told_at: "在哪一户听说的",
    told_at_note: "先找到这一户，再记线索。",
    never_judged: "转卫健部门判定。这里只记、只转，不判断是不是密切接触者。",
    none_yet: "还没有线索。",
    open: "还没转",
    passed: "已转",
    not_passed: "未转卫健",
    passed_to: |day, to| format!("{day} 转{to}"),
    gone: "这条线索不在本机",
    gone_note: "可能已经撤回，或者还没传下来。",

    who_told: "谁说的",
    somebody_else: "别人",
    who: "接触的人叫什么",
    how_to_reach: "怎么联系",
    when_last: "最后一次接触是哪天",
    what_place: "在哪里接触的",
    how_near: "跟病例是什么关系",
    more: "还知道别的",
    more_note: "再记几项",
    pass_on: "转给谁了",
    pass_on_later: "还没转就空着，转了再来补。",
    authorities: &["镇卫生院", "县疾控"],
    save: "保存线索",

    pass_now: "转卫健部门判定",
    pass_now_note: "打电话或发消息告诉他们，再点下面。",
    pass_done: "已经转了",
    call: "打电话",

    change_person: "改个人情况",
    change_type: "人员类型",
    decided_by: "谁定的",
    decided_note: "由卫健部门定，写上是哪个单位。",
    reach: "怎么联系",

    doors_n: |n| format!("{n} 户"),
    all_done: "这一次都量完了",
    nobody_isolated: "没有人在隔离",
    nobody_isolated_note: "有人开始隔离，这里会列出要量体温的户。",
    due_here: |who| format!("要量：{who}"),
    measured_here: "现在不用量",
    temperature_note: "居家隔离的户，要量的在前",
};
